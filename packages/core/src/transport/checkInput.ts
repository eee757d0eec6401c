import * as z from "zod";
import { CallsError } from "../vocabulary/callsError.ts";

/** E.164 with `+`. Nothing is guessed or corrected here; core's `normalizePhone` does that. */
export const phoneSchema = z.string().regex(/^\+[1-9]\d{4,14}$/, "must be E.164 with +");

/** An opaque id that becomes a path segment: not `.` or `..`, which a URL would resolve. */
export const idSchema = z.string().min(1).max(255).regex(/[^.]/, "must be an id");

/** The providers' references declare no limit. Our limit stops a mistake before it is sent. */
export const sdpSchema = z.string().min(1).max(100_000);

/**
 * The fields that `withOneRecipient` checks. If a request contains both, WhatsApp uses `to` without an error, so the
 * clients refuse both.
 */
export const recipientShape = {
  to: phoneSchema.optional(),
  recipient: z.string().min(1).max(255).optional(),
};

type Recipients = { to?: string | undefined; recipient?: string | undefined };

export function withOneRecipient<T extends z.ZodType<Recipients>>(schema: T): T {
  return schema.refine((input) => (input.to === undefined) !== (input.recipient === undefined), {
    error: "give exactly one of to and recipient",
    path: ["to"],
  });
}

/**
 * Checks the input, and returns the input to send.
 *
 * @throws {CallsError} `sdp_invalid` or `invalid_parameter`. The error names the fields, never their values.
 */
export function checkInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  if (issues.some((issue) => issue.path[0] === "sdp")) throw new CallsError("sdp_invalid");
  const problems = issues.map((issue) =>
    issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw new CallsError("invalid_parameter", {
    message: `Nothing was sent, because the parameters are not valid: ${problems.join("; ")}.`,
    details: { problems },
  });
}
