import type { CallDirection, EndCause } from "@skale-calls/core";

/** The end of a leg. */
export interface LegEnd {
  kind: "terminated";
  cause: EndCause;
}

/** What a `CallStatus` says about a leg. */
export type StatusMeaning = { kind: "offer" | "ringing" | "accepted" } | LegEnd;

/**
 * The values of `CallStatus` ("Call Status Values" of the Calls resource, and `initiated`, which only callbacks have), in
 * lower case with underscores.
 */
export const statusMeanings: ReadonlyMap<string | undefined, StatusMeaning> = new Map<
  string | undefined,
  StatusMeaning
>([
  ["queued", { kind: "offer" }],
  ["initiated", { kind: "offer" }],
  ["ringing", { kind: "ringing" }],
  ["in_progress", { kind: "accepted" }],
  ["completed", { kind: "terminated", cause: "completed" }],
  ["busy", { kind: "terminated", cause: "busy" }],
  ["failed", { kind: "terminated", cause: "failed" }],
  ["no_answer", { kind: "terminated", cause: "no_answer" }],
  ["canceled", { kind: "terminated", cause: "cancelled" }],
]);

/** The values of `Direction` that say which side is ours. Those of Elastic SIP Trunking (`trunking_...`) do not. */
export const directions: ReadonlyMap<string | undefined, CallDirection> = new Map<
  string | undefined,
  CallDirection
>([
  ["inbound", "entrante"],
  ["outbound_api", "saliente"],
  ["outbound_dial", "saliente"],
]);

/** The values of `RecordingStatus` with which the recording never comes: too short, silent, or not encrypted. */
export const lostRecordings: ReadonlySet<string | undefined> = new Set(["absent", "failed"]);

/** The values of `DialCallStatus`, in the request to the `action` of a `<Dial>`, that prove a pickup. */
export const answeredDials: ReadonlySet<string | undefined> = new Set(["completed", "answered"]);
