import * as z from "zod";
import { whatsappErrorCodes } from "./whatsappErrors.ts";

const share = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]);

/** The body of `PUT /_sim/faults`. It replaces what was set before; `{}` is a kind network again. */
export const faultsSchema = z.strictObject({
  /** Every event is delivered twice at once; a number from 0 to 1 is the share of events. */
  duplicate: share.default(0),
  /** Deliveries are held for a second (a number: that many ms) and sent in another order. */
  reorder: z
    .union([z.boolean().transform((on) => (on ? 1000 : 0)), z.int().min(0).max(60_000)])
    .default(0),
  /** Every delivery comes so much later. */
  delayMs: z.int().min(0).max(3_600_000).default(0),
  /** The first attempt of each delivery is lost on the way; the retry delivers it. */
  dropFirst: z.boolean().default(false),
  /**
   * What happens to a dial. The call is made, but: `timeout_after` its answer never comes, `cut_after`
   * the connection is cut, `500_after` the answer is an error, `slow` the webhook overtakes the answer.
   * No call is made: `500`, `429`, or a WhatsApp error such as `138006`.
   */
  connectError: z
    .preprocess(
      (value) => (typeof value === "number" ? String(value) : value),
      z
        .enum([
          ...(["timeout_after", "cut_after", "500_after", "slow", "500", "429"] as const),
          ...whatsappErrorCodes,
        ])
        .nullable(),
    )
    .default(null),
});

export type Faults = z.infer<typeof faultsSchema>;
export const noFaults: Faults = faultsSchema.parse({});
