import * as z from "zod";
import { type ErrorCode, errorCodes } from "../vocabulary/errorCodes.ts";

/** The body of every response with a status of 400 or above. */
export const errorSchema = z
  .object({
    ok: z.literal(false),
    error: z.string().describe("A sentence that tells a person what to do."),
    code: z
      .enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])
      .describe("A stable code to branch on."),
    outcome: z
      .enum(["rejected", "ambiguous"])
      .optional()
      .describe(
        "Present if a request to the provider failed. `rejected`: the request had no effect. `ambiguous`: the request may have had an effect; the call's row will show whether it did.",
      ),
    details: z.unknown().optional(),
  })
  .meta({ id: "Error" });
