import type { BusinessNumber } from "../calls/calls.ts";
import { createWhatsappError } from "../calls/whatsappErrors.ts";
import type { Cancel, Timers } from "../lib/clock.ts";
import { createObjectId, createWamid, digitsOf } from "../lib/createIds.ts";
import type { YcloudEvent } from "../webhooks/callEvents.ts";
import {
  inboundMessageEvent,
  messageUpdatedEvent,
  type OutboundMessage,
} from "../webhooks/messageEvents.ts";
import { permissionEvent } from "../webhooks/permissionEvent.ts";
import type { SimContact } from "./contacts.ts";
import { type PermissionReplyKind, permissionRules } from "./permissionRules.ts";
import type { Permissions } from "./permissions.ts";

/** The content of a message, as the request names it. */
export type MessageInput = Pick<
  OutboundMessage,
  "from" | "to" | "recipient" | "type" | "template" | "interactive" | "externalId"
>;

interface MessageFlowOptions {
  timers: Timers;
  /** The time between two events of a message. */
  signalMs: number;
  permissions: Permissions;
  emit(event: YcloudEvent): void;
}

const windowClosed = { code: "131047", message: "(#131047) Re-engagement message" };
/** "Message undeliverable": for example, the user's app is too old for a call permission request. */
const undeliverable = "131026";

/** Creates the acts of messages: the business sends them, and users receive them, reply and decide about calls. */
export function createMessageFlow({ timers, signalMs, permissions, emit }: MessageFlowOptions) {
  const waiting = new Set<Cancel>();
  const iso = () => new Date(timers.now()).toISOString();

  /** Runs the steps one after the other, a signal apart. */
  function runSteps([step, ...rest]: readonly (() => void)[]): void {
    if (!step) return;
    const cancel = timers.start(signalMs, () => {
      waiting.delete(cancel);
      step();
      runSteps(rest);
    });
    waiting.add(cancel);
  }

  function update(message: OutboundMessage, changes: Partial<OutboundMessage>): void {
    Object.assign(message, changes, { updateTime: iso() });
    emit(messageUpdatedEvent(message, timers.now()));
  }

  function fail(message: OutboundMessage, error: { code: string; message: string }): void {
    update(message, {
      status: "failed",
      errorCode: error.code,
      errorMessage: error.message,
      whatsappApiError: error,
    });
  }

  /** The steps of a message until it is as far as the contact's description says. */
  function deliverySteps(
    message: OutboundMessage,
    business: BusinessNumber,
    contact: SimContact,
  ): (() => void)[] {
    const { onMessage = "read", messageError: code = undeliverable } = contact;
    if (onMessage === "failed") {
      return [
        () => {
          permissions.withdrawRequest(business, contact, message.wamid);
          fail(message, { code, message: `(#${code}) Message undeliverable` });
        },
      ];
    }
    const steps = [
      () => update(message, { status: "sent", sendTime: iso() }),
      () => update(message, { status: "delivered", deliverTime: iso() }),
      () => update(message, { status: "read", readTime: iso() }),
    ];
    return steps.slice(0, ["sent", "delivered", "read"].indexOf(onMessage) + 1);
  }

  /** Records the user's decision and sends its event. */
  function decide(
    business: BusinessNumber,
    contact: SimContact,
    reply: Exclude<PermissionReplyKind, "none">,
    context: { contextId?: string; isAutomatic?: boolean } = {},
  ): void {
    const now = timers.now();
    const isPermanent = reply === "accept_permanent";
    const until =
      reply === "accept" ? now + (contact.permissionMs ?? permissionRules.permissionMs) : undefined;
    permissions.decide(
      business,
      contact,
      reply === "reject" ? undefined : { until: until ?? null },
    );
    const response = reply === "reject" ? "reject" : "accept";
    const event = { response, isPermanent, ...(until !== undefined && { until }) } as const;
    emit(permissionEvent({ business, contact }, { ...event, ...context }, now));
  }

  return {
    /**
     * The business sends a message. A user replies to a call permission request as the description says, after the
     * message is delivered.
     *
     * @param isDirect False if YCloud queues the message: then WhatsApp's refusal of a free-form message outside the
     *   window is an event and not an error.
     * @throws ApiError 131047, 138009 or 138017, if WhatsApp refuses the message.
     */
    send(
      business: BusinessNumber,
      contact: SimContact,
      input: MessageInput,
      { asksPermission, isDirect }: { asksPermission: boolean; isDirect: boolean },
    ): OutboundMessage {
      const message: OutboundMessage = {
        id: createObjectId(),
        wamid: createWamid(digitsOf(contact)),
        wabaId: business.wabaId,
        ...input,
        status: "accepted",
        createTime: iso(),
      };
      const accepted = { ...message };
      const isTooLate = input.type !== "template" && !permissions.hasWindow(business, contact);
      if (isTooLate && isDirect) {
        throw createWhatsappError(
          "131047",
          "More than 24 hours have passed since the user last wrote to this number or called it.",
        );
      }
      if (isTooLate) {
        runSteps([() => fail(message, windowClosed)]);
        return accepted;
      }
      if (asksPermission) permissions.request(business, contact, message.wamid);
      const { permission = "accept", onMessage } = contact;
      const isDelivered = onMessage !== "sent" && onMessage !== "failed";
      runSteps([
        ...deliverySteps(message, business, contact),
        ...(asksPermission && isDelivered && permission !== "none"
          ? [() => decide(business, contact, permission, { contextId: message.wamid })]
          : []),
      ]);
      return accepted;
    },

    /** The user writes to the business. */
    write(business: BusinessNumber, contact: SimContact, text: string): void {
      permissions.openWindow(business, contact);
      const content = { type: "text", text: { body: text } };
      emit(inboundMessageEvent({ business, contact }, content, timers.now()));
    },

    decide,

    /** WhatsApp gives or revokes a permission because of a call, a signal after its end. */
    decideAutomatically(
      business: BusinessNumber,
      contact: SimContact,
      reply: "accept" | "reject",
      contextId?: string,
    ): void {
      const context = { isAutomatic: true, ...(contextId !== undefined && { contextId }) };
      runSteps([() => decide(business, contact, reply, context)]);
    },

    /** Forgets the events that are not sent yet. */
    reset(): void {
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}

export type MessageFlow = ReturnType<typeof createMessageFlow>;
