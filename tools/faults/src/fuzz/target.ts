import type fc from "fast-check";

/** What is fuzzed: the inputs, and the check that holds for every input. */
export interface FuzzTarget<Input = unknown> {
  inputs: fc.Arbitrary<Input>;
  /** Throws if an input breaks a promise. It changes nothing that the next input sees. */
  check?(input: Input): void;
  /** The same for what takes time. A target has one of the two. */
  checkLater?(input: Input): Promise<void>;
  /** Writes an input for a report. Default: as JSON, cut. */
  show?(input: Input): string;
  stop?(): Promise<void>;
}

/** Keeps the type of the inputs between `inputs` and `check`, and hides it from the runner. */
export function target<Input>(definition: FuzzTarget<Input>): FuzzTarget {
  return definition as unknown as FuzzTarget;
}

export interface TargetEntry {
  /** The part of all inputs, relative to the other targets. */
  share: number;
  open(): FuzzTarget | Promise<FuzzTarget>;
}
