import type { BusinessNumber } from "../calls/calls.ts";
import { WhatsappError } from "../calls/whatsappErrors.ts";
import type { Dialect, Parties } from "../dialect.ts";
import type { Cancel, Timers } from "../lib/clock.ts";
import { createObjectId, createWamid, digitsOf } from "../lib/createIds.ts";
import type { SimContact } from "./contacts.ts";
import { type PermissionReplyKind, permissionRules } from "./permissionRules.ts";
import type { Permissions } from "./permissions.ts";

/** The content of a message, as the request names it. */
export interface MessageContent {
  type: string;
  to?: string;
  recipient?: string;
  template?: object;
  interactive?: object;
  /** A text of the business that the message's webhooks repeat. */
  callbackData?: string;
}

/** A message of the business. Times are ISO 8601. */
export interface SimMessage extends Parties {
  /** YCloud's own id of the message. */
  id: string;
  wamid: string;
  content: MessageContent;
  status: "accepted" | "sent" | "delivered" | "read" | "failed";
  createTime: string;
  updateTime?: string;
  sendTime?: string;
  deliverTime?: string;
  readTime?: string;
  error?: { code: string; message: string };
}

/** A decision about calls. */
export interface PermissionReply {
  response: "accept" | "reject";
  isPermanent: boolean;
  /** Epoch milliseconds, for a permission that is not permanent. */
  until?: number;
  /** The wamid of the permission request, or the wacid of the call that gives the permission. */
  contextId?: string;
  /** True if WhatsApp gives or revokes the permission because of calls. */
  isAutomatic?: boolean;
}

interface MessageFlowOptions {
  timers: Timers;
  /** The time between two events of a message. */
  signalMs: number;
  permissions: Permissions;
  dialectOf(business: BusinessNumber): Pick<Dialect, "message" | "write" | "permission">;
}

const windowClosed = { code: "131047", message: "(#131047) Re-engagement message" };
/** "Message undeliverable": for example, the user's app is too old for a call permission request. */
const undeliverable = "131026";

/** Creates the acts of messages: the business sends them, and users receive them, reply and decide about calls. */
export function createMessageFlow({
  timers,
  signalMs,
  permissions,
  dialectOf,
}: MessageFlowOptions) {
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

  function update(message: SimMessage, changes: Partial<SimMessage>): void {
    Object.assign(message, changes, { updateTime: iso() });
    dialectOf(message.business).message({ ...message });
  }

  const fail = (message: SimMessage, error: { code: string; message: string }): void =>
    update(message, { status: "failed", error });

  /** The steps of a message until it is as far as the contact's description says. */
  function deliverySteps(message: SimMessage): (() => void)[] {
    const { business, contact } = message;
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

  /** Records the user's decision and reports it. */
  function decide(
    business: BusinessNumber,
    contact: SimContact,
    reply: Exclude<PermissionReplyKind, "none">,
    context: { contextId?: string; isAutomatic?: boolean } = {},
  ): void {
    const isPermanent = reply === "accept_permanent";
    const until =
      reply === "accept"
        ? timers.now() + (contact.permissionMs ?? permissionRules.permissionMs)
        : undefined;
    permissions.decide(
      business,
      contact,
      reply === "reject" ? undefined : { until: until ?? null },
    );
    dialectOf(business).permission(
      { business, contact },
      {
        response: reply === "reject" ? "reject" : "accept",
        isPermanent,
        ...(until !== undefined && { until }),
        ...context,
      },
    );
  }

  return {
    /**
     * The business sends a message. A user replies to a call permission request as the description says, after the
     * message is delivered.
     *
     * @param isDirect False if the provider queues the message: then WhatsApp's refusal of a free-form message outside
     *   the window is an event and not an error.
     * @returns the message as it was accepted.
     * @throws WhatsappError 131047, 138009 or 138017, if WhatsApp refuses the message.
     */
    send(
      business: BusinessNumber,
      contact: SimContact,
      content: MessageContent,
      { asksPermission, isDirect }: { asksPermission: boolean; isDirect: boolean },
    ): SimMessage {
      const message: SimMessage = {
        business,
        contact,
        id: createObjectId(),
        wamid: createWamid(digitsOf(contact)),
        content,
        status: "accepted",
        createTime: iso(),
      };
      const accepted = { ...message };
      const isTooLate = content.type !== "template" && !permissions.hasWindow(business, contact);
      if (isTooLate && isDirect) {
        throw new WhatsappError(
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
        ...deliverySteps(message),
        ...(asksPermission && isDelivered && permission !== "none"
          ? [() => decide(business, contact, permission, { contextId: message.wamid })]
          : []),
      ]);
      return accepted;
    },

    /** The user writes to the business. */
    write(business: BusinessNumber, contact: SimContact, text: string): void {
      permissions.openWindow(business, contact);
      dialectOf(business).write({ business, contact }, text);
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
