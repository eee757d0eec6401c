import type { CallDirection, EndCause } from "./callStatus.ts";
import type { ErrorCode } from "./errorCodes.ts";

/** The origin of an event: the `name` of a webhook source, or of the provider that dialled the call. */
export type ProviderName = string;

/** The `provider` of our own acts. */
export const ownProvider = "skale";

/** The person at the other end. A WhatsApp user with a username may have a `userId` and no phone. */
export interface Contact {
  /** E.164 with `+`; a text that is not E.164 is kept as it came. */
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

/** An event's SDP, or what is wrong with it: a bad session is a value, not an exception. */
export type CallSession = { sdp: string } | { invalid: "missing" | "too_large" | "wrong_type" };

interface EventBase {
  /** The dedupe key: the provider's event id, or `callId:kind:sha256(item)` where it has none. */
  id: string;
  provider: ProviderName;
  /** ISO 8601, UTC, milliseconds. The envelope's time, or ours if it has none. */
  occurredAt: string;
  /** The provider's call id (`wacid`, CallSid). An act of ours has the call's `call_id` at that time. */
  callId?: string;
  /** The direction that the event itself states. A default is not a fact and is not stored here. */
  direction?: CallDirection;
  /** The direction of this sender's calls if nothing else states it. */
  defaultDirection?: CallDirection;
  contact?: Contact;
  business?: Business;
  /** Caller and callee where the event does not say which of them is ours. */
  parties?: { from?: string; to?: string };
  /** The item as it came, with its SDP. Never stored or logged unchanged. */
  raw: unknown;
}

interface CallEventBase extends EventBase {
  callId: string;
}

/** A call reaches us (or a flat payload says that one began); `session` is the SDP offer. */
export interface OfferEvent extends CallEventBase {
  kind: "offer";
  session: CallSession;
}
/** The SDP answer to a call that we dialled. It is not the pickup, which follows about 20 s later. */
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
/** The call is over. `startedAt` or a duration above 0 proves that somebody picked up. */
export interface TerminatedEvent extends CallEventBase {
  kind: "terminated";
  cause?: EndCause;
  /** The pickup by the provider's own clock, which may differ from ours by hours. */
  startedAt?: string;
  endedAt?: string;
  /** Whole seconds. Never derived from the times, and the times are never derived from it. */
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
/** An event that is not understood. It is stored and acknowledged, without any other effect. */
export interface UnknownEvent extends EventBase {
  kind: "unknown";
  /** The provider's event type, where there is one. */
  type?: string;
  /** True when it is about calls, so that its payload is kept; see `isAboutCalls`. */
  aboutCalls?: true;
  /** Why it can have no effect. It is kept as a dead letter, and its sender is answered with this code. */
  problem?: ErrorCode;
}

/** We dialled: contact and business number are known, and win over what webhooks say. */
export interface DialledEvent extends CallEventBase {
  kind: "dialled";
  contact: Contact;
  business: Business & { phone: string };
  agentId?: string;
}
/** The provider gave an id to the call that we dialled. */
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
/** Our agent hung up, or requested it while the call was still being dialled. */
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

/** Any webhook and any act of ours, as an event. Narrow it by `kind`. */
export type CallEvent = ProviderEvent | OwnEvent;
export type CallEventKind = CallEvent["kind"];

type WithoutRaw<E> = E extends CallEvent ? Omit<E, "raw"> : never;
/** An event as it may be stored: without the raw item, which may hold an SDP. */
export type StoredEvent = WithoutRaw<CallEvent>;
