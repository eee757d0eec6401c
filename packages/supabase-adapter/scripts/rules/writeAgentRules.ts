import { takingActs } from "@skale-calls/core/internal";
import { quote, writeFunction } from "./writeFunction.ts";

/** Writes `takingActs`. */
export const writeAgentRules = (): string =>
  writeFunction(
    "Whether an act assigns the call to the agent who performs it (core: takesCall).",
    "takes_call(kind text)",
    "boolean",
    `kind in (${takingActs.map(quote).join(", ")})`,
  );
