import type { PermissionStatus } from "../rules/permissions.ts";
import type { AccountFacts, CallHours } from "../vocabulary/account.ts";
import type { ProviderName } from "../vocabulary/callEvent.ts";

/** A message that asks a contact for the permission to be called. */
export type PermissionMessage = {
  /** Our number, in E.164. */
  from: string;
  /** A text that the webhooks about this message contain (`tagRequest`). */
  externalId: string;
} & Recipient;

/** The contact to call: a phone number, or a WhatsApp user whose number is not known. */
export type Recipient = { to: string; recipient?: never } | { recipient: string; to?: never };

/** A call to dial with an SDP offer. */
export interface DialledCall {
  /** Our number, in E.164. */
  from: string;
  /** The provider's id of our number, if the inbox has it. */
  phoneId?: string;
  sdp: string;
}

export interface ProviderAnswer {
  /** The provider's id of the call, if the response contained one. */
  callId?: string;
}

/** The state of a number at the provider. */
export interface AccountReading {
  phoneId?: string;
  facts: AccountFacts;
  /** The error of a part that could not be read, for the log. */
  problem?: unknown;
}

/** The permission to call a contact, as the provider tells it now. What it does not tell is omitted. */
export interface PermissionReading {
  status?: PermissionStatus;
  /** ISO 8601: when a temporary permission ends. */
  expiresAt?: string;
  /** Whether a call to the contact is possible now. It can be false in spite of a permission, because of a limit. */
  mayCall?: boolean;
  /** Whether the contact can be asked for the permission now. */
  mayRequest?: boolean;
  /** How many requests the provider still accepts. */
  requestsLeft?: number;
  /** ISO 8601: when the provider accepts the next request, if it accepts none now. */
  nextRequestAt?: string;
}

/** A call at the provider. */
export interface ProviderCall {
  /** The provider's id of our number. */
  phoneId: string;
  /** The provider's id of the call. */
  callId: string;
}

/**
 * Controls calls at a provider. An implementation omits the methods that the provider does not support: `connect`
 * (dialling with an SDP), `clickToCall` (dialling without an SDP), `accept` (answering with an SDP), `preAccept`
 * (setting up the media before the call is answered) and `requestPermission`.
 *
 * Every method throws `ProviderError`, whose `outcome` says whether the provider refused or its response is unclear. No
 * method is retried automatically.
 */
export interface CallProvider {
  readonly name: ProviderName;
  /** Dials with an SDP offer; the SDP answer arrives as a webhook. */
  connect?(call: DialledCall & Recipient): Promise<ProviderAnswer>;
  /**
   * Dials without an SDP: the provider transports the audio and calls the agent's own phone. `agentId` is the user's id, for
   * a provider that rings each agent elsewhere.
   */
  clickToCall?(call: { from: string; to: string; agentId?: string }): Promise<ProviderAnswer>;
  preAccept?(call: ProviderCall & { sdp: string }): Promise<void>;
  accept?(call: ProviderCall & { sdp: string }): Promise<void>;
  reject(call: ProviderCall): Promise<void>;
  terminate(call: ProviderCall): Promise<void>;
  /**
   * Sends a message that asks the contact for the permission to be called. The reply arrives as a webhook. Throws
   * `window_closed` if only a template may be sent now.
   *
   * @returns the provider's id of the message, if the response contained one.
   */
  requestPermission?(message: PermissionMessage): Promise<{ messageId?: string }>;
  /**
   * Asks the provider for the permission to call a contact. A provider without such a query omits this method, and the
   * permission is what webhooks and refusals have told.
   */
  readPermission?(pair: { from: string } & Recipient): Promise<PermissionReading>;
  /** Returns the provider's id of one of our numbers, given in E.164. */
  resolvePhoneId(phone: string): Promise<string>;
  /** Returns one of our numbers in E.164, given the provider's id of the number. */
  resolvePhone(phoneId: string): Promise<string>;
  /**
   * Reads the settings of one of our numbers, its limits, and the template with which `requestPermission` asks (`templates` is
   * empty if there is none). Omits the facts that the provider does not tell: `restrictions: []` says that there is no
   * restriction. A provider without such settings omits this method.
   *
   * @returns the facts, and the provider's id of the number if it is known.
   */
  readAccount?(phone: string): Promise<AccountReading>;
  /**
   * Writes the business hours of one of our numbers, so that WhatsApp shows them to contacts; null switches them off. A
   * provider that has no such setting omits this method.
   */
  saveCallHours?(phone: string, hours: CallHours | null): Promise<void>;
  /** Fetches a call's media by the provider's id of the media. Throws `media_not_found` if it no longer exists. */
  downloadMedia(assetId: string): Promise<Response>;
  /**
   * The seconds for which the provider keeps media after their webhook. WhatsApp's own API keeps them for 7 days. Default:
   * `timeLimits.mediaLifetime`, 30 days.
   */
  readonly mediaSeconds?: number;
}
