import type { CallDirection, EndCause } from "./callStatus.ts";
import type { ErrorCode } from "./errorCodes.ts";

/** Who tells of an event: the `name` of a webhook source, or of the provider that a call was dialled through. */
export type ProviderName = string;

/** The `provider` of our own acts. */
export const ownProvider = "skale";

/** The person at the other end. A WhatsApp user behind a username has a `userId` and no phone. */
export interface Contact {
  /** E.164 with `+`; what could not be read as E.164 is kept as it came. */
  phone?: string;
  /** Business-scoped user id, such as `MX.13491208655302741918`. */
  userId?: string;
  parentUserId?: string;
  profileName?: string;
}

/** Our side of the call. */
export interface Business {
  /** E.164 with `+`. */
  phone?: string;
  /** The provider's id of the business number; WhatsApp's `phone_number_id`. */
  phoneId?: string;
}

/** An SDP that came with an event, or what was wrong with it: a bad session is a value, not an exception. */
export type CallSession = { sdp: string } | { invalid: "missing" | "too_large" | "wrong_type" };

interface EventBase {
  /** The dedupe key: the provider's event id, or `callId:kind:sha256(item)` where it has none. */
  id: string;
  provider: ProviderName;
  /** ISO 8601, UTC, milliseconds. By the envelope's clock; by ours where there is none. */
  occurredAt: string;
  /** The provider's call id (`wacid`, CallSid); of an act of ours the call's `call_id` at that time. */
  callId?: string;
  /** What the event itself says of the direction. A default is no fact and does not stand here. */
  direction?: CallDirection;
  /** What this sender's calls are where nothing else tells their direction. Gives way to anything that does. */
  defaultDirection?: CallDirection;
  contact?: Contact;
  business?: Business;
  /** Caller and callee where the event does not say which of them is ours. */
  parties?: { from?: string; to?: string };
  /** The item as it came, SDP and all. Never stored or logged as it is. */
  raw: unknown;
}

interface CallEventBase extends EventBase {
  callId: string;
}

/** A call reaches us (or a flat payload tells that one began); `session` is the SDP offer. */
export interface OfferEvent extends CallEventBase {
  kind: "offer";
  session: CallSession;
}
/** The SDP answer to a call we dialled. It is not the pickup, which comes about 20 s later. */
export interface AnswerEvent extends CallEventBase {
  kind: "answer";
  session: CallSession;
}
/** The contact's phone rings. */
export interface RingingEvent extends CallEventBase {
  kind: "ringing";
}
/** The pickup. */
export interface AcceptedEvent extends CallEventBase {
  kind: "accepted";
}
/** The contact refused. */
export interface DeclinedEvent extends CallEventBase {
  kind: "declined";
}
/** The call is over. `startedAt` and a duration above 0 tell that somebody picked up. */
export interface TerminatedEvent extends CallEventBase {
  kind: "terminated";
  cause?: EndCause;
  /** Pickup by the provider's own clock, which may be hours off ours. */
  startedAt?: string;
  endedAt?: string;
  /** Whole seconds. Never derived from the times, nor they from it. */
  durationSeconds?: number;
  errorCode?: string;
}
export interface RecordingEvent extends CallEventBase {
  kind: "recording";
  available: boolean;
  assetId?: string;
  url?: string;
  errorCode?: string;
}
export interface TranscriptEvent extends CallEventBase {
  kind: "transcript";
  available: boolean;
  assetId?: string;
  url?: string;
  text?: string;
  errorCode?: string;
}
/** The contact granted or withdrew the permission to be called. */
export interface PermissionEvent extends EventBase {
  kind: "permission";
  response: "accept" | "reject";
  permanent: boolean;
  expiresAt?: string;
  /** `user_action`, `automatic`, or a value that is not known yet. */
  source?: string;
  /** The message or call that the reply belongs to. */
  contextId?: string;
}
/** Something we do not know. Stored, acknowledged, otherwise without effect. */
export interface UnknownEvent extends EventBase {
  kind: "unknown";
  /** The provider's event type, where there is one. */
  type?: string;
  /** It is about calls all the same, so its payload is kept; see `isAboutCalls`. */
  aboutCalls?: true;
  /** Why it can have no effect. It is kept as a dead letter, and its sender gets this code for an answer. */
  problem?: ErrorCode;
}

/** We dialled: contact and business number are known, and win over what webhooks say. */
export interface DialledEvent extends CallEventBase {
  kind: "dialled";
  contact: Contact;
  business: Business & { phone: string };
  agentId?: string;
}
/** The provider gave our dialled call its id. */
export interface AttachedEvent extends CallEventBase {
  kind: "attached";
}
/** The provider refused the dial. */
export interface RefusedEvent extends CallEventBase {
  kind: "refused";
  errorCode: string;
}
/** The provider's answer to our dial did not come or was unclear: only the webhooks tell what became of it. */
export interface UnclearEvent extends CallEventBase {
  kind: "unclear";
}
/** Our agent accepted an incoming call, and the provider agreed. */
export interface AnsweredEvent extends CallEventBase {
  kind: "answered";
  agentId?: string;
}
/** Our agent refused an incoming call. */
export interface RejectedEvent extends CallEventBase {
  kind: "rejected";
  agentId?: string;
}
/** Our agent hung up, or asked for it while the call was still being dialled. */
export interface HangupEvent extends CallEventBase {
  kind: "hangup";
  agentId?: string;
}
/** The sweep gave up waiting for the call's end. */
export interface ExpiredEvent extends CallEventBase {
  kind: "expired";
}

export type ProviderEvent =
  | OfferEvent
  | AnswerEvent
  | RingingEvent
  | AcceptedEvent
  | DeclinedEvent
  | TerminatedEvent
  | RecordingEvent
  | TranscriptEvent
  | PermissionEvent
  | UnknownEvent;

export type OwnEvent =
  | DialledEvent
  | AttachedEvent
  | RefusedEvent
  | UnclearEvent
  | AnsweredEvent
  | RejectedEvent
  | HangupEvent
  | ExpiredEvent;

/** What any webhook and any act of ours becomes. Narrow it by `kind`. */
export type CallEvent = ProviderEvent | OwnEvent;
export type CallEventKind = CallEvent["kind"];

type WithoutRaw<E> = E extends CallEvent ? Omit<E, "raw"> : never;
/** An event as it may be stored: without the raw item, which may hold an SDP. */
export type StoredEvent = WithoutRaw<CallEvent>;
