import type { CopiedPart, PartState, ProblemState } from "./copyFunctions.ts";

/** The words for a run, a dry run and the status. */
export type Tense = "done" | "planned" | "found";

const words: Readonly<Record<PartState, string>> = {
  new: "written",
  updated: "updated",
  same: "unchanged",
  yours: "yours",
  edited: "edited",
  newer: "newer",
  foreign: "not used",
  guarded: "check",
  off: "check",
};
const wordsOf: Readonly<Record<Tense, Readonly<Record<PartState, string>>>> = {
  done: words,
  planned: { ...words, new: "would write", updated: "would update" },
  found: { ...words, new: "missing", updated: "outdated", same: "there" },
};

const advice: Readonly<Record<ProblemState, string>> = {
  edited:
    "is not as it was written. Move what you changed into the index.ts files, delete this file, and run the command again.",
  newer:
    "is of a later version than this package. Update the package: npm install --save-dev @skale-calls/supabase-functions@latest",
  foreign:
    "is yours and stays, but does not use functions/_shared/skale-calls.js. Move it away and run the command again to get the package's file, or import skale-calls.js in your file.",
  guarded:
    "needs verify_jwt = false: the function itself verifies requests, and a provider has no token of your project.",
  off: "has enabled = false, so the function is not deployed.",
};

/** A line for each part, and a sentence for each part that needs attention. */
export function describeParts(parts: readonly CopiedPart[], tense: Tense): string {
  const lines = parts.map(({ name, state, former }) => {
    const from = former === undefined ? "" : ` (${former})`;
    return `  ${wordsOf[tense][state].padEnd(12)}  ${name}${from}`;
  });
  const sentences = parts.flatMap(({ name, state }) =>
    isProblem(state) ? [`${name} ${advice[state]}`] : [],
  );
  return [...lines, ...(sentences.length > 0 ? ["", ...sentences] : [])].join("\n");
}

export function isProblem(state: PartState): state is ProblemState {
  return state in advice;
}
