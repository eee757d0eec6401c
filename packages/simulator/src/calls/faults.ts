import * as z from "zod";
import { whatsappErrorCodes } from "./whatsappErrors.ts";

const share = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]);

/** The body of `PUT /_sim/faults`. It replaces the previous faults; `{}` removes all of them. */
export const faultsSchema = z.strictObject({
  /** True: every event is delivered twice at the same time. A number from 0 to 1: this share of the events is. */
  duplicate: share.default(0),
  /** True: deliveries are held for a second and then sent in another order. A number: for this many milliseconds. */
  reorder: z
    .union([z.boolean().transform((on) => (on ? 1000 : 0)), z.int().min(0).max(60_000)])
    .default(0),
  /**
   * Meta's webhooks to one URL that become due within this many milliseconds arrive in one request. 0: each one arrives
   * alone. YCloud sends no batches.
   */
  batchMs: z.int().min(0).max(60_000).default(0),
  /** Every delivery is delayed by this many milliseconds. */
  delayMs: z.int().min(0).max(3_600_000).default(0),
  /** The first attempt of each delivery is lost. The retry delivers it. */
  dropFirst: z.boolean().default(false),
  /**
   * How the HTTP request of a dial fails. In four cases the call is made: the response never arrives (`timeout_after`),
   * the connection is cut (`cut_after`), the response is an error (`500_after`), or the webhook arrives before the
   * response (`slow`). No call is made with `500`, `429`, or a WhatsApp error such as `138006`.
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
