import * as z from "zod/mini";

const callDirections = ["entrante", "saliente"] as const;

/** The history's filters as they stand in the address. A value that is not valid counts as absent. */
export const historySearchSchema = z.object({
  direction: z.catch(z.optional(z.enum(callDirections)), undefined),
});
