import * as z from "zod";
import { whatsappErrorCodes } from "./whatsappErrors.ts";

const share = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]);

/** The body of `PUT /_sim/faults`. It replaces the previous faults; `{}` removes all of them. */
export const faultsSchema = z.strictObject({
  /** Every event is delivered twice at the same time. A number from 0 to 1 is the share of events. */
  duplicate: share.default(0),
  /** Deliveries are held for a second (or for that many ms) and sent in another order. */
  reorder: z
    .union([z.boolean().transform((on) => (on ? 1000 : 0)), z.int().min(0).max(60_000)])
    .default(0),
  /** Every delivery is delayed by this many ms. */
  delayMs: z.int().min(0).max(3_600_000).default(0),
  /** The first attempt of each delivery is lost; the retry delivers it. */
  dropFirst: z.boolean().default(false),
  /**
   * How a dial fails. The call is made, but its answer never comes (`timeout_after`), its connection is cut
   * (`cut_after`), its answer is an error (`500_after`), or the webhook arrives before the answer (`slow`).
   * No call is made with `500`, `429`, or a WhatsApp error such as `138006`.
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
