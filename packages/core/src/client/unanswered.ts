import { CallClientError } from "./callClientError.ts";

/** The reasons why a request has no valid response, as sentences. */
const failures = {
  session: "The session could not be read, so nothing was sent.",
  connection: "The call service could not be reached.",
  /** A gateway sent the response, or the response does not have the format of the call service. */
  answer: "The call service gave no valid answer.",
} as const;

/**
 * The code, the outcome and the advice for a failed request. Only an act that may have been sent can have had an
 * effect.
 */
const meanings = {
  reading: ["service_unreachable", "rejected", "Try again."],
  acting: ["service_failed", "ambiguous", "It is not known whether the action had an effect."],
} as const;

/** Creates the error for a request without a valid response from the call service. */
export function unanswered(
  failure: keyof typeof failures,
  purpose: keyof typeof meanings,
  cause?: unknown,
): CallClientError {
  const [code, outcome, advice] = meanings[purpose];
  const message = `${failures[failure]} ${advice}`;
  return new CallClientError(code, { message, status: 502, outcome, cause });
}

/** Returns the purpose of a route. A GET only reads. */
export const purposeOf = (route: string): keyof typeof meanings =>
  route.startsWith("GET ") ? "reading" : "acting";
