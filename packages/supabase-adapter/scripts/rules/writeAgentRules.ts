import { takingActs } from "@skale-calls/core/internal";
import { quote, writeFunction } from "./writeFunction.ts";

/** Writes `takingActs`. */
export const writeAgentRules = (): string =>
  writeFunction(
    "Whether an act gives the call to the agent who did it (core: takesCall).",
    "takes_call(kind text)",
    "boolean",
    `kind in (${takingActs.map(quote).join(", ")})`,
  );
