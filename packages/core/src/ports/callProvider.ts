import type { ProviderName } from "../vocabulary/callEvent.ts";

/** Whom to call: a phone number, or a WhatsApp user without one. */
export type Recipient = { to: string; recipient?: never } | { recipient: string; to?: never };

export interface ProviderAnswer {
  /** The provider's call id, where the answer had one. */
  callId?: string;
}

/**
 * What steers calls at a provider. Every method throws `ProviderError`: `outcome` says whether the
 * provider refused or its answer is unclear. None of them is ever retried by itself.
 */
export interface CallProvider {
  readonly name: ProviderName;
  /** Dials with an SDP offer; the answer comes by webhook. */
  connect(call: { from: string; sdp: string } & Recipient): Promise<ProviderAnswer>;
  /** The guide's click-to-call: no SDP, the provider carries the voice. Absent where there is none. */
  clickToCall?(call: { from: string; to: string }): Promise<ProviderAnswer>;
  preAccept(call: { phoneId: string; callId: string; sdp: string }): Promise<void>;
  accept(call: { phoneId: string; callId: string; sdp: string }): Promise<void>;
  reject(call: { phoneId: string; callId: string }): Promise<void>;
  terminate(call: { phoneId: string; callId: string }): Promise<void>;
  /** The provider's id of one of our numbers, given the number in E.164. */
  resolvePhoneId(phone: string): Promise<string>;
  /** One of our numbers in E.164, given the provider's id of it. */
  resolvePhone(phoneId: string): Promise<string>;
  /** A recording or transcript. Throws `recording_not_found` when it is gone, whichever it was. */
  downloadMedia(assetId: string): Promise<Response>;
}
