import * as z from "zod/mini";

/** Days up to today. */
export const periods = [7, 30, 90] as const;
export type Period = (typeof periods)[number];
export const defaultPeriod: Period = 7;

/** The overview's period as it stands in the address. A value that is not valid counts as absent. */
export const overviewSearchSchema = z.object({
  period: z.catch(z.optional(z.literal([...periods])), undefined),
});
