import type { WebhookScheme } from "@skale-calls/core";
import type { CallDirection, CallExtras, SimCall } from "../calls/calls.ts";
import type { CaptureKind } from "../media/media.ts";
import type { PermissionReply, SimMessage } from "../parties/messageFlow.ts";
import type { Restriction } from "../parties/restrictions.ts";

/** The two sides of an event to post. */
export interface TriggerParties {
  business: { id: string; wabaId: string; phoneNumber: string };
  contact: { phone: string; userId: string; profileName: string };
}

/** The call of an event to post. */
export interface TriggerCall
  extends TriggerParties,
    Pick<SimCall, "startTime" | "endTime" | "status" | "errorCode"> {
  wacid: string;
  direction: CallDirection;
  extras: CallExtras;
}

export type TriggerMessage = TriggerParties & Omit<SimMessage, "business" | "contact">;

/** A webhook to post. */
export interface TriggerBody {
  /** How it is authenticated. */
  scheme: WebhookScheme;
  rawBody: string;
  /** The ids of the event and the call, which the next command may need. */
  ids: string;
}

/** Writes a provider's webhook for each event that can be posted. */
export interface TriggerWriter {
  /** The account of the number. */
  wabaId: string;
  connect(call: TriggerCall & { sdp: string }, now: number): TriggerBody;
  status(call: TriggerCall, status: "RINGING" | "ACCEPTED" | "REJECTED", now: number): TriggerBody;
  terminate(call: TriggerCall, now: number): TriggerBody;
  capture(call: TriggerCall, kind: CaptureKind, now: number): TriggerBody;
  /** Missing if the provider has no event for a recording that failed. */
  captureFailed?(call: TriggerCall, kind: CaptureKind, now: number): TriggerBody;
  permission(parties: TriggerParties, reply: PermissionReply, now: number): TriggerBody;
  message(message: TriggerMessage, now: number): TriggerBody;
  restriction(
    business: TriggerParties["business"],
    restriction: Restriction,
    now: number,
  ): TriggerBody;
}
