import type { AccountFacts } from "./account.ts";
import type { RequestStatus } from "./callPermission.ts";
import type { CallDirection, EndCause } from "./callStatus.ts";
import type { ErrorCode } from "./errorCodes.ts";

/** The origin of an event: the `name` of a webhook source, or of the provider that dialled the call. */
export type ProviderName = string;

/** The `provider` of our own acts. */
export const ownProvider = "skale";

/** The `provider` of payloads that do not say which provider has the call, such as those that a workflow forwards. */
export const unnamedProvider = "flat";

/** The person at the other end. A WhatsApp user with a username may have a `userId` and no phone. */
export interface Contact {
  /** E.164 with `+`; a text that is not E.164 is kept unchanged. */
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

/** The SDP of an event, or the reason why the SDP is not usable. A bad session is a value, not an exception. */
export type CallSession = { sdp: string } | { invalid: "missing" | "too_large" | "wrong_type" };

interface EventBase {
  /**
   * The key that identifies repeated events: the provider's event id, or `callId:kind:sha256(item)` if the provider
   * gives none.
   */
  id: string;
  provider: ProviderName;
  /**
   * ISO 8601 in UTC, with milliseconds: the time in the envelope, or the time of arrival by our clock if the envelope
   * has no time.
   */
  occurredAt: string;
  /** The provider's call id (`wacid`, CallSid). For an act of ours, the `call_id` that the call had at that time. */
  callId?: string;
  /** The direction that the event itself states. A default direction is not a fact and is never here. */
  direction?: CallDirection;
  /** The direction to use for this sender's calls if nothing else gives the direction. */
  defaultDirection?: CallDirection;
  contact?: Contact;
  business?: Business;
  /**
   * The payload of our call button with which the contact called: the text that we gave to the button. It may
   * name a lead or a campaign, so it is kept out of logs.
   */
  ctaPayload?: string;
  /** The same of our call link. */
  deeplinkPayload?: string;
  /** The calling and the called number, if the event does not say which of them is ours. */
  parties?: { from?: string; to?: string };
  /**
   * The item as it arrived, with its SDP. It is never stored or logged unchanged. If the sender sends batches, it is a
   * webhook with this item alone.
   */
  raw: unknown;
}

interface CallEventBase extends EventBase {
  callId: string;
}

/** A call reaches us, or a flat payload says that a call began. `session` is the SDP offer. */
export interface OfferEvent extends CallEventBase {
  kind: "offer";
  session: CallSession;
}
/**
 * The SDP answer to a call that we dialled. It does not mean that the contact picked up: a pickup follows about 20 s
 * later.
 */
export interface AnswerEvent extends CallEventBase {
  kind: "answer";
  session: CallSession;
}
/** The contact's phone rings. */
export interface RingingEvent extends CallEventBase {
  kind: "ringing";
}
/** Somebody picked up. */
export interface AcceptedEvent extends CallEventBase {
  kind: "accepted";
}
/** The contact refused the call. */
export interface DeclinedEvent extends CallEventBase {
  kind: "declined";
}
/**
 * The call is over. `startedAt` or a duration above 0 proves that somebody picked up, except that a duration proves nothing
 * with the causes `no_answer`, `cancelled` and `busy`: some senders count the ringing, or a voicemail.
 */
export interface TerminatedEvent extends CallEventBase {
  kind: "terminated";
  cause?: EndCause;
  /** The time of the pickup by the provider's clock, which may differ from our clock by hours. */
  startedAt?: string;
  endedAt?: string;
  /**
   * In whole seconds, as the provider states it. It is never computed from the times, and the times are never computed
   * from it.
   */
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
/** The contact granted or withdrew the permission to be called, or a refusal of the provider shows that it exists or not. */
export interface PermissionEvent extends EventBase {
  kind: "permission";
  response: "accept" | "reject";
  permanent: boolean;
  expiresAt?: string;
  /** `user_action`, `automatic`, `provider` (`learntSource`), or a value that is not known yet. */
  source?: string;
  /** The message or call that the reply belongs to. */
  contextId?: string;
}
/**
 * The state of the account of a business number: settings, restrictions, limits, templates. An event without `business`
 * is about all numbers of the account.
 */
export interface AccountEvent extends EventBase {
  kind: "account";
  /** The provider's id of the account; WhatsApp's WABA. */
  accountId?: string;
  facts: AccountFacts;
}
/**
 * A step of a request for the permission to call: we made it, or its message was sent, delivered or read, or failed.
 * Our own acts and webhooks about the message give the same event.
 */
export interface PermissionRequestEvent extends EventBase {
  kind: "permission_request";
  /** Our own uuid of the request. */
  requestId: string;
  status: RequestStatus;
  /** The provider's id of the message. */
  messageId?: string;
  errorCode?: string;
}
/**
 * A contact has another number or another user id now. The former user id belongs to the same contact (`followChanges`). The
 * former number does not: somebody else can get it.
 */
export interface ContactChangeEvent extends EventBase {
  kind: "contact_change";
  contact: Contact;
  previous: Contact;
}
/** An event that is not understood. It is stored and acknowledged, without any other effect. */
export interface UnknownEvent extends EventBase {
  kind: "unknown";
  /** The provider's event type, if there is one. */
  type?: string;
  /** True if the event is about calls. Its payload is then stored (`isAboutCalls`). */
  aboutCalls?: true;
  /**
   * The reason why the event can have no effect. The event is stored as a dead letter, and the HTTP response contains
   * this code.
   */
  problem?: ErrorCode;
}

/** We dialled the call. The contact and the business number are known, and win over the values in webhooks. */
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
/**
 * The provider's response to our dial request did not arrive or was unclear. Only the webhooks show whether the call
 * exists.
 */
export interface UnclearEvent extends CallEventBase {
  kind: "unclear";
}
/** Our agent accepted an incoming call, and the provider confirmed it. */
export interface AnsweredEvent extends CallEventBase {
  kind: "answered";
  agentId?: string;
}
/** Our agent refused an incoming call. */
export interface RejectedEvent extends CallEventBase {
  kind: "rejected";
  agentId?: string;
}
/** Our agent hung up, or requested a hang-up while the call was still being dialled. */
export interface HangupEvent extends CallEventBase {
  kind: "hangup";
  agentId?: string;
}
/** The sweep expired the call, because no end was reported in time. */
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
  | AccountEvent
  | PermissionRequestEvent
  | ContactChangeEvent
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

/** An event from a webhook, or an act of ours. `kind` narrows the type. */
export type CallEvent = ProviderEvent | OwnEvent;
export type CallEventKind = CallEvent["kind"];

type WithoutRaw<E> = E extends CallEvent ? Omit<E, "raw"> : never;
/** An event as it may be stored: without the raw item, which may contain an SDP. */
export type StoredEvent = WithoutRaw<CallEvent>;
