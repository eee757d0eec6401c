import {
  type CallEvent,
  type CallFacts,
  deriveStatus,
  isAboutCalls,
  reduceCall,
  stripSdp,
  textLengths,
} from "@skale-calls/core";
import { isStorable, isStorableJson, promise } from "./promise.ts";

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const { whatsapp_calls: lengths } = textLengths;

type Check = (value: unknown) => boolean;

const text =
  (most: number): Check =>
  (value) =>
    typeof value === "string" && value !== "" && value.length <= most && isStorable(value);
const id = text(255);
const time: Check = (value) => typeof value === "string" && iso.test(value);
const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(([key, part]) => fields[key]?.(part) === true);

const contact = shape({
  phone: text(255),
  userId: id,
  parentUserId: id,
  profileName: text(lengths.contact_profile_name.most),
});
const direction = oneOf("entrante", "saliente");

/** The fields that every event may have. */
const common: Readonly<Record<string, Check>> = {
  kind: () => true,
  id: text(512),
  provider: text(255),
  occurredAt: time,
  callId: id,
  direction,
  defaultDirection: direction,
  contact,
  business: shape({ phone: text(255), phoneId: id }),
  parties: shape({ from: text(255), to: text(255) }),
  ctaPayload: text(1024),
  deeplinkPayload: text(1024),
};

const session: Check = (value) =>
  shape({
    sdp: (sdp) => typeof sdp === "string" && sdp.length <= 100_000 && isStorable(sdp),
    invalid: oneOf("missing", "too_large", "wrong_type"),
  })(value) && Object.keys(value as object).length === 1;

const available: Check = (value) => typeof value === "boolean";
const medium = { available, assetId: id, url: text(4096), errorCode: id };

/** The fields of each kind, besides the common ones. */
const kinds: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  offer: { session },
  answer: { session },
  ringing: {},
  accepted: {},
  declined: {},
  terminated: {
    cause: oneOf("completed", "failed", "busy", "cancelled", "no_answer"),
    startedAt: time,
    endedAt: time,
    durationSeconds: (value) =>
      Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31,
    errorCode: id,
  },
  recording: medium,
  transcript: { ...medium, text: text(lengths.transcript.most) },
  permission: {
    response: oneOf("accept", "reject"),
    permanent: available,
    expiresAt: time,
    source: text(255),
    contextId: id,
  },
  permission_request: {
    requestId: (value) => typeof value === "string" && /^[0-9a-f-]{36}$/.test(value),
    status: oneOf("sent", "delivered", "read", "failed"),
    messageId: id,
    errorCode: id,
  },
  account: { accountId: id, facts: (facts) => isStorableJson(JSON.stringify(facts)) },
  contact_change: { previous: contact },
  unknown: { type: text(600), aboutCalls: oneOf(true), problem: text(100) },
};

/** The kinds that are about one call. */
const ofCalls = new Set([
  "offer",
  "answer",
  "ringing",
  "accepted",
  "declined",
  "terminated",
  "recording",
  "transcript",
]);

/**
 * Checks the events of one webhook: each has the fields of its kind, all texts can be stored, the same event twice changes
 * a call once, and what the ledger would store contains no SDP.
 */
export function checkEvents(events: readonly CallEvent[]): void {
  promise(events.length > 0, "a body gives at least one event");
  promise(events.length <= 4000, "a body gives a bounded number of events");
  for (const event of events.slice(0, 20)) checkEvent(event);
}

function checkEvent(event: CallEvent): void {
  const { raw, ...stored } = event;
  const fields = kinds[event.kind];
  promise(fields !== undefined, `the kind is known: ${event.kind}`);
  for (const [key, value] of Object.entries(stored)) {
    const check = common[key] ?? fields?.[key];
    promise(check?.(value) === true, `${event.kind}.${key} has its form`);
  }
  promise(!ofCalls.has(event.kind) || event.callId !== undefined, "an event of a call has its id");

  const once = reduceCall(null, stored as CallEvent);
  checkFacts(once.call);
  const twice = reduceCall(once.call, stored as CallEvent);
  promise(twice.outcome === "no_change", `a repeated event changes nothing: ${twice.outcome}`);

  if (!isAboutCalls(event)) return;
  const payload = JSON.stringify(stripSdp(raw));
  promise(payload.length <= 300_000, "a payload is bounded");
  promise(!/a=ice-pwd:|v=0\\[rn]/.test(payload), "a payload contains no SDP");
  promise(isStorableJson(payload), "Postgres can store a payload");
}

const statuses = oneOf(
  "iniciando",
  "en_curso",
  "completada",
  "fallida",
  "cancelada",
  "no_contestada",
);

function checkFacts(facts: CallFacts): void {
  promise(statuses(deriveStatus(facts).status), "a call has a status");
  for (const [column, value] of Object.entries(facts)) {
    const limit = (lengths as Readonly<Record<string, { most: number }>>)[column];
    if (typeof value !== "string" || limit === undefined) continue;
    promise(value.length <= limit.most && isStorable(value), `${column} fits its column`);
  }
}
