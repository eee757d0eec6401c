import * as z from "zod";
import { type ErrorCode, errorCodes } from "../vocabulary/errorCodes.ts";

/** The body of every answer with a status of 400 or above. */
export const errorSchema = z
  .object({
    ok: z.literal(false),
    error: z.string().describe("A sentence for a person, with the next step."),
    code: z
      .enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])
      .describe("A stable code to branch on."),
    outcome: z
      .enum(["rejected", "ambiguous"])
      .optional()
      .describe(
        "Present when the provider was asked to act. `rejected`: nothing happened. `ambiguous`: the act may have happened, and the call's row will show it.",
      ),
    details: z.unknown().optional(),
  })
  .meta({ id: "Error" });
