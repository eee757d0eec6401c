import type { CallSignal } from "./calls/callFlow.ts";
import type { BusinessNumber, SimCall } from "./calls/calls.ts";
import type { SimContact } from "./parties/contacts.ts";
import type { PermissionReply, SimMessage } from "./parties/messageFlow.ts";
import type { Restriction } from "./parties/restrictions.ts";

/** A number of the business, and a WhatsApp user. */
export interface Parties {
  business: BusinessNumber;
  contact: SimContact;
}

/**
 * The webhooks of a provider. Each method sends what the provider reports about one happening; there is one dialect for
 * each provider, and the number of the business decides which one is used.
 */
export interface Dialect {
  /** Resolves after the first delivery attempt of each webhook. */
  call(call: SimCall, signal: CallSignal): Promise<void>;
  /** A message of the business has a new status. */
  message(message: SimMessage): void;
  /** The user has written. */
  write(parties: Parties, text: string): void;
  /** The user has another number or another user id. `previous` is the user before the change. */
  identity(parties: Parties, previous: SimContact): void;
  /** The user, or WhatsApp, has decided about calls. */
  permission(parties: Parties, reply: PermissionReply): void;
  /** WhatsApp has paused calls of a number. */
  restriction(business: BusinessNumber, restriction: Restriction): void;
  /** The calling settings of a number have changed. */
  settings(business: BusinessNumber): void;
}
