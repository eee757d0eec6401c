import {
  createFlatCallId,
  createObjectId,
  createWacid,
  createWamid,
  userIdOf,
} from "../lib/createIds.ts";
import { createSilentFarEnd } from "../media/farEnd.ts";
import type { CaptureKind } from "../media/media.ts";
import type { PermissionReply } from "../parties/messageFlow.ts";
import { permissionRules } from "../parties/permissionRules.ts";
import { restrictionMs } from "../parties/restrictions.ts";
import { accountRestrictedEvent } from "./events/accountEvent.ts";
import {
  captureEvent,
  connectEvent,
  type EventParties,
  statusEvent,
  terminateEvent,
  type YcloudEvent,
} from "./events/callEvents.ts";
import { type FlatEvent, flatEventNames } from "./events/flatEvent.ts";
import { messageUpdatedEvent, type OutboundMessage } from "./events/messageEvents.ts";
import { permissionEvent } from "./events/permissionEvent.ts";

export interface TriggerContext {
  /** The id of the call. Default: a new id. */
  wacid?: string | undefined;
  /** Who calls whom. Default: a contact calls the business, or the business calls the contact. */
  from?: string | undefined;
  to?: string | undefined;
  phoneId?: string | undefined;
  /** True if the business made the call. Used for events whose name does not determine the direction. */
  outgoing?: boolean | undefined;
}

/** An event to post. YCloud's events are signed; flat events are sent with the token. */
export type TriggerBody =
  | { scheme: "ycloud"; event: YcloudEvent }
  | { scheme: "token"; event: FlatEvent };

type Build = (context: TriggerContext, now: number) => TriggerBody | Promise<TriggerBody>;

const talkMs = 33_000;
/** The error code "Something went wrong", as in YCloud's sample of a failed call. */
const failedCode = "131000";

/** Every documented event, by its name for `trigger`. */
export const triggerEvents: Readonly<Record<string, Build>> = {
  "call.connect.offer": async (context, now) => {
    const sdp = await createSilentFarEnd().offer();
    return ycloud(connectEvent({ ...incoming(context), dialTime: now, sdp }, now));
  },
  "call.connect.answer": async (context, now) => {
    const sdp = await createSilentFarEnd().answer("");
    return ycloud(connectEvent({ ...outgoing(context), dialTime: now, sdp }, now));
  },
  "call.status.ringing": (context, now) => ycloud(statusEvent(outgoing(context), "RINGING", now)),
  "call.status.accepted": (context, now) => ycloud(statusEvent(outgoing(context), "ACCEPTED", now)),
  "call.status.rejected": (context, now) => ycloud(statusEvent(outgoing(context), "REJECTED", now)),
  "call.terminate.completed": (context, now) =>
    ycloud(terminateEvent({ ...talked(context, now), status: "COMPLETED" }, now)),
  "call.terminate.failed": (context, now) =>
    ycloud(
      terminateEvent({ ...talked(context, now), status: "FAILED", errorCode: failedCode }, now),
    ),
  "call.terminate.unanswered": (context, now) =>
    ycloud(terminateEvent({ ...parties(context), status: "COMPLETED" }, now)),
  "call.recording.available": capture("recording", false),
  "call.recording.failed": capture("recording", true),
  "call.transcription.available": capture("transcription", false),
  "call.transcription.failed": capture("transcription", true),
  "permission.accept": permission({ response: "accept", isPermanent: false }),
  "permission.accept_permanent": permission({ response: "accept", isPermanent: true }),
  "permission.reject": permission({ response: "reject", isPermanent: false }),
  "permission.accept_automatic": permission({
    response: "accept",
    isPermanent: false,
    isAutomatic: true,
  }),
  "permission.revoke_automatic": permission({
    response: "reject",
    isPermanent: false,
    isAutomatic: true,
  }),
  "message.sent": message("sent"),
  "message.delivered": message("delivered"),
  "message.read": message("read"),
  "message.failed": message("failed"),
  "account.restricted": (context, now) =>
    ycloud(
      accountRestrictedEvent(
        incoming(context).business,
        { type: "RESTRICTED_BUSINESS_INITIATED_CALLING", until: now + restrictionMs },
        now,
      ),
    ),
  ...Object.fromEntries(flatEventNames.map((name) => [`flat.${name}`, flat(name)])),
};

/** Finds an event by its name. Also accepts YCloud's names, such as `call.status.updated.ringing`. */
export function findTriggerEvent(name: string): Build | undefined {
  const short = name.replace(/^whatsapp\./, "").replace(".status.updated", ".status");
  return Object.hasOwn(triggerEvents, short) ? triggerEvents[short] : undefined;
}

function ycloud(event: YcloudEvent): TriggerBody {
  return { scheme: "ycloud", event };
}

function capture(kind: CaptureKind, failed: boolean): Build {
  return (context, now) =>
    ycloud(captureEvent(parties(context), kind, { mediaAssetId: createObjectId(), failed }, now));
}

function permission(reply: PermissionReply): Build {
  return (context, now) => {
    const isTemporary = reply.response === "accept" && !reply.isPermanent;
    const until = isTemporary && { until: now + permissionRules.permissionMs };
    return ycloud(permissionEvent(incoming(context), { ...reply, ...until }, now));
  };
}

/** An event of a call permission request's delivery. `wacid` is not used; the message has a new id. */
function message(status: Exclude<OutboundMessage["status"], "accepted">): Build {
  return (context, now) => {
    const { business, contact } = outgoing(context);
    const time = new Date(now).toISOString();
    const failure = { code: "131026", message: "(#131026) Message undeliverable" };
    const sent: OutboundMessage = {
      id: createObjectId(),
      wamid: createWamid(contact.phone.slice(1)),
      wabaId: business.wabaId,
      from: business.phoneNumber,
      to: contact.phone,
      type: "template",
      status,
      createTime: time,
      updateTime: time,
      ...(status === "failed"
        ? { errorCode: failure.code, errorMessage: failure.message, whatsappApiError: failure }
        : { sendTime: time }),
      ...(status === "delivered" && { deliverTime: time }),
      ...(status === "read" && { deliverTime: time, readTime: time }),
    };
    return ycloud(messageUpdatedEvent(sent, now));
  };
}

function flat(event: FlatEvent["event"]): Build {
  return (context) => {
    const call = parties(context);
    const { contact, business } = call;
    const isUsers = call.direction === "USER_INITIATED";
    return {
      scheme: "token",
      event: {
        call_id: context.wacid ?? createFlatCallId(),
        event,
        from: isUsers ? contact.phone : business.phoneNumber,
        to: isUsers ? business.phoneNumber : contact.phone,
        ...(event === "completed" && { duration: talkMs / 1000 }),
      },
    };
  };
}

const parties = (context: TriggerContext) =>
  context.outgoing ? outgoing(context) : incoming(context);

const talked = (context: TriggerContext, now: number) => ({
  ...parties(context),
  startTime: now - talkMs,
  endTime: now,
});

const defaultContact = "+525512345678";
const defaultBusiness = "+525550001111";

function incoming({ wacid, from = defaultContact, to = defaultBusiness, phoneId }: TriggerContext) {
  return partiesOf("USER_INITIATED", from, to, wacid, phoneId);
}

function outgoing({ wacid, from = defaultBusiness, to = defaultContact, phoneId }: TriggerContext) {
  return partiesOf("BUSINESS_INITIATED", to, from, wacid, phoneId);
}

function partiesOf(
  direction: EventParties["direction"],
  contact: string,
  business: string,
  wacid = createWacid(contact.slice(1), business.slice(1)),
  phoneId = "461269257068832",
): EventParties {
  return {
    wacid,
    direction,
    business: { id: phoneId, wabaId: "188234691048809", phoneNumber: business },
    contact: { phone: contact, userId: userIdOf(contact), profileName: "Simulated user" },
  };
}
