import * as z from "zod/mini";

/** The choices for the number of last days. */
export const periods = [7, 30, 90] as const;
export type Period = (typeof periods)[number];
export const defaultPeriod: Period = 7;

/** The overview's period in the address. An invalid value is ignored. */
export const overviewSearchSchema = z.object({
  period: z.catch(z.optional(z.literal([...periods])), undefined),
});
