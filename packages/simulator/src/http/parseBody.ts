import type { Context } from "hono";
import * as z from "zod";
import { ApiError } from "./apiError.ts";

/**
 * Parses the request's body with a schema. An empty body is parsed as `{}`. Throws YCloud's error 400, whose `issues` list
 * everything that is wrong.
 */
export async function parseBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.infer<S>> {
  const text = await readText(c.req.raw);
  let body: unknown;
  try {
    body = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new ApiError(400, "BAD_REQUEST", "The body is not valid JSON.");
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  const [first] = result.error.issues;
  const target = first?.path.join(".") || "body";
  throw new ApiError(400, codeOf(first, body), `Parameter '${target}': ${first?.message}`, {
    target,
    issues,
  });
}

const maxBodyBytes = 1_048_576;

/** Reads the body and limits its size. Hono's own limit does not work for bodies without a length. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new ApiError(413, "CONTENT_TOO_LARGE", "The body is larger than 1 MB.");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function codeOf(issue: z.core.$ZodIssue | undefined, body: unknown): string {
  if (issue?.code === "too_big" && issue.origin === "string") return "PARAM_INVALID_LENGTH";
  if (issue?.code === "invalid_type" || issue?.code === "invalid_value") {
    let value = body;
    for (const key of issue.path) value = (value as Record<PropertyKey, unknown> | null)?.[key];
    if (value === undefined) return "PARAM_MISSING";
  }
  return "PARAM_INVALID";
}

/** A phone number in E.164, with the `+`. */
export const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "must be a phone number in E.164 with its +");
