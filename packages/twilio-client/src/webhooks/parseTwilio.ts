import type { CallEvent } from "@skale-calls/core";
import {
  type EventDraft,
  finishEvent,
  isRecord,
  type PlacedSides,
  placeSides,
  readDuration,
  readId,
  readPhone,
  readTime,
  readToken,
  readTranscript,
} from "@skale-calls/core/internal";
import { readTwilioError } from "../errorTables.ts";
import { type CallLeg, legOf, namedLeg, withLeg } from "./callLegs.ts";
import {
  answeredDials,
  directions,
  type LegEnd,
  lostRecordings,
  type StatusMeaning,
  statusMeanings,
} from "./twilioValues.ts";

type Parameters = Readonly<Record<string, unknown>>;

export interface TwilioDelivery {
  /** The address to which Twilio sent the webhook. It may name the leg (`withLeg`). */
  url: string;
  receivedAt: Date;
}

/**
 * Reads the events of one webhook: what its `CallStatus` says, its recording, and its transcript. A webhook without a
 * call gives one unknown event.
 *
 * A call is known by the id of its first leg (`ParentCallSid`, or `CallSid` of a leg without a parent). Twilio's callbacks
 * of recordings name that leg too.
 */
export function parseTwilio(parameters: Parameters, delivery: TwilioDelivery): CallEvent[] {
  const leg = namedLeg(delivery.url);
  const source = {
    provider: "twilio",
    // The ledger keeps the name of the leg too, which only the address contains.
    ...(leg && { raw: { ...parameters, [legKey]: leg } }),
    occurredAt: readOccurredAt(parameters),
    receivedAt: delivery.receivedAt,
  };
  return draftsOf(parameters, delivery).map((draft) => finishEvent(draft, parameters, source));
}

/** The key of the leg's name in a payload of the ledger. Twilio has no parameter with this name. */
const legKey = "leg";

/** Reads the events of a payload from the ledger. */
export function rereadTwilio(payload: unknown, receivedAt: Date): CallEvent[] {
  const { [legKey]: leg, ...parameters } = isRecord(payload) ? payload : {};
  const address = "https://ledger.invalid/";
  const url = leg === "contact" || leg === "agent" ? withLeg(address, leg) : address;
  return parseTwilio(parameters, { url, receivedAt });
}

/**
 * Returns the time in the callback. It has whole seconds, so that several callbacks of a leg often have the same. The
 * callback's `SequenceNumber` becomes the milliseconds: then the order of the times is the order of the events, and the
 * time still depends on nothing but the callback itself. A callback of a recording has only the time of its start.
 */
function readOccurredAt(parameters: Parameters): string | undefined {
  const { Timestamp, SequenceNumber, RecordingStartTime } = parameters;
  const time = readTime(Timestamp) ?? readTime(RecordingStartTime);
  const sequence = readId(SequenceNumber) ?? "";
  if (!time?.endsWith(".000Z") || !/^\d{1,3}$/.test(sequence)) return time;
  return time.replace(".000Z", `.${sequence.padStart(3, "0")}Z`);
}

function draftsOf(parameters: Parameters, { url }: TwilioDelivery): EventDraft[] {
  const callId = readId(parameters.ParentCallSid) ?? readId(parameters.CallSid);
  if (callId === undefined) return [{ kind: "unknown", type: foreignType(parameters) }];

  const leg = readLeg(parameters, url);
  const call = { callId, ...(leg === "contact" ? readSides(parameters) : {}) };
  const drafts = [
    readProgress(parameters, call, leg),
    readRecording(parameters, call),
    readText(parameters, call),
  ].filter((draft) => draft !== undefined);
  const understood = drafts.filter(({ kind }) => kind !== "unknown");
  const [first = unknownOf(callId, "callback")] = drafts;
  return understood.length > 0 ? understood : [first];
}

function unknownOf(callId: string, type: string): EventDraft {
  return { kind: "unknown", callId, aboutCalls: true, type };
}

/** Names what else Twilio may send to the same address: a message, or an event of its Event Streams. */
function foreignType({ MessageSid, SmsSid, type }: Parameters): string | undefined {
  return readId(type) ?? (MessageSid === undefined && SmsSid === undefined ? undefined : "message");
}

const textOf = (value: unknown) => (typeof value === "string" ? value.trim() : "");

/** True for the leg of somebody who called Twilio. A leg with a parent was dialled by TwiML, whatever its direction. */
const isInbound = ({ Direction, ParentCallSid }: Parameters) =>
  readToken(Direction) === "inbound" && readId(ParentCallSid) === undefined;

function readLeg(parameters: Parameters, url: string): CallLeg {
  return legOf({
    url,
    isInbound: isInbound(parameters),
    hasParent: readId(parameters.ParentCallSid) !== undefined,
    from: textOf(parameters.From),
    to: textOf(parameters.To),
  });
}

function readSides({ From, To, Direction }: Parameters): PlacedSides {
  return placeSides({
    direction: directions.get(readToken(Direction)),
    from: { phone: readPhone(From) },
    to: { phone: readPhone(To) },
  });
}

type Call = { callId: string } & Partial<PlacedSides>;

/**
 * The event of `DialCallStatus` or `CallStatus`; an unknown value gives an unknown event. Answering machine detection
 * (`AnsweredBy`) is not read.
 */
function readProgress(parameters: Parameters, call: Call, leg: CallLeg): EventDraft | undefined {
  const dialStatus = readId(parameters.DialCallStatus);
  // The end of a `<Dial>` is not the end of the call: the TwiML may go on.
  if (dialStatus !== undefined) {
    return answeredDials.has(readToken(dialStatus))
      ? { kind: "accepted", ...call }
      : unknownOf(call.callId, `dial:${dialStatus}`);
  }
  const status = readId(parameters.CallStatus);
  if (status === undefined) return undefined;
  const meaning = statusMeanings.get(readToken(status));
  const draft = meaning && (leg === "contact" ? contactLeg : agentLeg)(meaning, call, parameters);
  return draft ?? unknownOf(call.callId, status);
}

function contactLeg(
  meaning: StatusMeaning,
  call: Call,
  parameters: Parameters,
): EventDraft | undefined {
  const { kind } = meaning;
  if (kind === "offer") return { kind, ...call, session: { invalid: "missing" } };
  // The contact called. TwiML answered the leg, for example with a greeting or a voicemail: that is no person's pickup.
  // Only the agents' legs and the end of a `<Dial>` tell a pickup.
  const byTwiml = isInbound(parameters);
  if (kind === "accepted" && byTwiml) return undefined;
  if (kind !== "terminated") return { kind, ...call };
  const end = endOf(meaning, call, parameters);
  // With this cause, neither the end nor its duration proves a pickup (core, `factsOfEvent`). After a pickup, the call is
  // completed nevertheless, with the duration.
  return byTwiml && meaning.cause === "completed" ? { ...end, cause: "no_answer" } : end;
}

function agentLeg(
  meaning: StatusMeaning,
  call: Call,
  parameters: Parameters,
): EventDraft | undefined {
  const isEnd = meaning.kind === "terminated";
  const completed = isEnd && meaning.cause === "completed";
  if (readId(parameters.ParentCallSid) !== undefined) {
    // The contact's leg was first. The agent's pickup is that of the call. After the end, another agent may be rung.
    return meaning.kind === "accepted" || completed ? { kind: "accepted", ...call } : undefined;
  }
  // The agent is rung before the contact. The agent's pickup says nothing about the contact's, and the duration includes
  // the time before it. Only the end counts.
  if (completed) return { kind: "terminated", ...call };
  return isEnd ? endOf(meaning, call, parameters) : undefined;
}

function endOf(
  { kind, cause }: LegEnd,
  call: Call,
  parameters: Parameters,
): EventDraft & { kind: "terminated" } {
  const failure = cause === "failed" ? failureOf(parameters) : undefined;
  return {
    kind,
    ...call,
    cause,
    durationSeconds: readDuration(parameters.CallDuration),
    errorCode: readErrorCode(parameters) ?? failure,
  };
}

function readRecording(parameters: Parameters, call: Call): EventDraft | undefined {
  const assetId = readId(parameters.RecordingSid);
  // The callback of a transcription repeats the id of its recording.
  if (assetId === undefined || parameters.TranscriptionSid !== undefined) return undefined;
  const given = readId(parameters.RecordingStatus);
  const status = readToken(given);
  if (lostRecordings.has(status)) {
    return { kind: "recording", ...call, available: false, errorCode: readErrorCode(parameters) };
  }
  if (status === undefined || status === "completed") {
    return { kind: "recording", ...call, available: true, assetId };
  }
  return unknownOf(call.callId, `recording:${given}`);
}

function readText({ TranscriptionText }: Parameters, call: Call): EventDraft | undefined {
  const text = readTranscript(TranscriptionText);
  return text === undefined ? undefined : { kind: "transcript", ...call, available: true, text };
}

/** Twilio's code, as one of ours if the table has it. */
function readErrorCode({ ErrorCode }: Parameters): string | undefined {
  const code = readId(ErrorCode);
  return code === undefined || code === "0" ? undefined : (readTwilioError(code) ?? code);
}

/** What is known of a failure without Twilio's code: the SIP response that ended the leg. */
function failureOf({ SipResponseCode }: Parameters): string {
  const sip = readId(SipResponseCode);
  return sip === undefined || sip === "200" ? "failed" : `sip_${sip}`;
}
