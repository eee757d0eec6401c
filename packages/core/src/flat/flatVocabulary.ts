import type { CallDirection, EndCause } from "../vocabulary/callStatus.ts";

/**
 * The keys of flat payloads, `{ call_id, event, from, to, ... }`, by field. In each list, the key of the guide (the
 * integration guide that this project implements, section 2.2) comes first. The reader tries the keys in the order of
 * the list, so their order in the payload does not matter.
 */
export const flatKeys = {
  callId: ["call_id", "callId", "callID", "CallSid", "call_sid", "wacid", "id"],
  event: [
    "event",
    "status",
    "call_status",
    "callStatus",
    "CallStatus",
    "event_type",
    "eventType",
    "call_event",
    "state",
    "type",
  ],
  from: ["from", "From", "from_number", "fromNumber", "caller", "Caller", "sender"],
  to: ["to", "To", "to_number", "toNumber", "callee", "Called", "recipient"],
  direction: ["direction", "Direction", "call_direction", "callDirection"],
  timestamp: ["timestamp", "Timestamp", "event_time", "eventTime", "occurred_at", "createTime"],
  duration: [
    "duration",
    "duration_seconds",
    "durationSeconds",
    "call_duration",
    "callDuration",
    "CallDuration",
  ],
  answeredAt: ["answered_at", "answeredAt", "answer_time", "answerTime"],
  endedAt: ["ended_at", "endedAt", "end_time", "endTime"],
  ctaPayload: ["cta_payload", "ctaPayload"],
  deeplinkPayload: ["deeplink_payload", "deeplinkPayload"],
  errorCode: ["error_code", "errorCode", "ErrorCode"],
  recordingUrl: ["recording_url", "recordingUrl", "RecordingUrl", "recording"],
  transcript: [
    "transcript",
    "transcription",
    "transcript_text",
    "transcription_text",
    "TranscriptionText",
  ],
} as const;

export type FlatField = keyof typeof flatKeys;

/** The meaning of an event's word. `terminated` without a cause says only that the call is over. */
export interface FlatMeaning {
  kind: "offer" | "ringing" | "accepted" | "declined" | "terminated";
  cause?: EndCause;
}

const meanings: readonly (readonly [FlatMeaning, words: string])[] = [
  [
    { kind: "offer" },
    "initiated initiating queued created dialing dialling calling connecting iniciando iniciada",
  ],
  [{ kind: "ringing" }, "ringing ring alerting timbrando sonando"],
  [
    { kind: "accepted" },
    "answered answer accepted connected in_progress inprogress active ongoing picked_up contestada en_curso",
  ],
  [{ kind: "terminated", cause: "completed" }, "completed complete success successful completada"],
  [
    { kind: "terminated" },
    "terminated terminate ended end finished hangup hang_up hung_up disconnected finalizada",
  ],
  [{ kind: "terminated", cause: "failed" }, "failed fail failure error fallida"],
  [
    { kind: "terminated", cause: "cancelled" },
    "canceled cancelled cancel aborted abandoned cancelada",
  ],
  [
    { kind: "terminated", cause: "no_answer" },
    "no_answer noanswer not_answered unanswered missed timeout timed_out no_contestada perdida",
  ],
  [{ kind: "terminated", cause: "busy" }, "busy user_busy ocupado"],
  [{ kind: "declined" }, "declined decline rejected reject refused rechazada"],
];

/** The meaning of each word. The words are in lower case with underscores. */
export const flatMeanings: ReadonlyMap<string, FlatMeaning> = new Map(
  meanings.flatMap(([meaning, words]) => words.split(" ").map((word) => [word, meaning] as const)),
);

const directionWords: readonly (readonly [CallDirection, words: string])[] = [
  ["entrante", "entrante inbound incoming in received user_initiated"],
  ["saliente", "saliente outbound outgoing out outbound_api outbound_dial business_initiated"],
];

export const flatDirections: ReadonlyMap<string | undefined, CallDirection> = new Map(
  directionWords.flatMap(([direction, words]) =>
    words.split(" ").map((word) => [word, direction] as const),
  ),
);
