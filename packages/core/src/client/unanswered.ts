import { CallClientError } from "./callClientError.ts";

/** What failed, when there is no answer of the call service. */
const failures = {
  session: "The session could not be read, so nothing was sent.",
  connection: "The call service could not be reached.",
  /** A gateway answered in place of the call service, or the answer is not the call service's. */
  answer: "The call service gave no valid answer.",
} as const;

/** What a failure means. Only an act that may have been sent can have had an effect. */
const meanings = {
  reading: ["service_unreachable", "rejected", "Try again."],
  acting: ["service_failed", "ambiguous", "It is not known whether the action had an effect."],
} as const;

/** The error for a request without an answer of the call service. The code follows the outcome. */
export function unanswered(
  failure: keyof typeof failures,
  purpose: keyof typeof meanings,
  cause?: unknown,
): CallClientError {
  const [code, outcome, advice] = meanings[purpose];
  const message = `${failures[failure]} ${advice}`;
  return new CallClientError(code, { message, status: 502, outcome, cause });
}

/** A GET only reads. */
export const purposeOf = (route: string): keyof typeof meanings =>
  route.startsWith("GET ") ? "reading" : "acting";
