import * as z from "zod";
import { type ErrorCode, errorCodes } from "../vocabulary/errorCodes.ts";

/** The body of every answer of 400 and above. */
export const errorSchema = z
  .object({
    ok: z.literal(false),
    error: z.string().describe("A sentence that tells a person what to do."),
    code: z
      .enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])
      .describe("Stable: branch on it."),
    outcome: z
      .enum(["rejected", "ambiguous"])
      .optional()
      .describe(
        "Of an act that the provider was asked for: `rejected`, nothing happened; `ambiguous`, it may have happened, and the call's row will tell.",
      ),
    details: z.unknown().optional(),
  })
  .meta({ id: "Error" });
