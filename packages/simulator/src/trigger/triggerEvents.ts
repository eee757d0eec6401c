import type { Provider } from "../calls/calls.ts";
import {
  createFlatCallId,
  createObjectId,
  createWacid,
  createWamid,
  userIdOf,
} from "../lib/createIds.ts";
import { createSilentFarEnd } from "../media/farEnd.ts";
import type { CaptureKind } from "../media/media.ts";
import { metaTriggers } from "../meta/metaTriggers.ts";
import type { PermissionReply, SimMessage } from "../parties/messageFlow.ts";
import { permissionRules } from "../parties/permissionRules.ts";
import { restrictionMs } from "../parties/restrictions.ts";
import { type FlatEvent, flatEventNames } from "../ycloud/events/flatEvent.ts";
import { ycloudTriggers } from "../ycloud/ycloudTriggers.ts";
import type { TriggerBody, TriggerCall, TriggerWriter } from "./triggerWriter.ts";

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

type Build = (context: TriggerContext, now: number) => TriggerBody | Promise<TriggerBody>;

const talkMs = 33_000;
/** The error code "Something went wrong", as in YCloud's sample of a failed call. */
const failedCode = "131000";

const writers: Record<Provider, TriggerWriter> = { ycloud: ycloudTriggers, meta: metaTriggers };

/** Every event of a provider that can be posted, by its name for `trigger`. */
export function triggerEventsOf(provider: Provider): Readonly<Record<string, Build>> {
  const writer = writers[provider];
  const { wabaId, captureFailed } = writer;
  const parties = (context: TriggerContext) =>
    context.outgoing ? outgoing(context) : incoming(context);
  const incoming = ({ from = defaultContact, to = defaultBusiness, ...rest }: TriggerContext) =>
    callOf("USER_INITIATED", { contact: from, business: to, wabaId, ...rest });
  const outgoing = ({ from = defaultBusiness, to = defaultContact, ...rest }: TriggerContext) =>
    callOf("BUSINESS_INITIATED", { contact: to, business: from, wabaId, ...rest });

  const status =
    (name: "RINGING" | "ACCEPTED" | "REJECTED"): Build =>
    (context, now) =>
      writer.status(outgoing(context), name, now);
  const terminate =
    (end: Pick<TriggerCall, "status" | "errorCode">, hasTalk = true): Build =>
    (context, now) =>
      writer.terminate(
        {
          ...parties(context),
          ...(hasTalk && { startTime: now - talkMs, endTime: now }),
          ...end,
        },
        now,
      );
  const capture =
    (kind: CaptureKind): Build =>
    (context, now) =>
      writer.capture(parties(context), kind, now);
  const failed = (kind: CaptureKind): Record<string, Build> =>
    captureFailed
      ? { [`call.${kind}.failed`]: (context, now) => captureFailed(parties(context), kind, now) }
      : {};
  const permission =
    (reply: PermissionReply): Build =>
    (context, now) => {
      const isTemporary = reply.response === "accept" && !reply.isPermanent;
      const until = isTemporary && { until: now + permissionRules.permissionMs };
      return writer.permission(incoming(context), { ...reply, ...until }, now);
    };

  /** An event of a call permission request's delivery. `wacid` is not used; the message has a new id. */
  const message =
    (name: Exclude<SimMessage["status"], "accepted">): Build =>
    (context, now) => {
      const { business, contact } = outgoing(context);
      const time = new Date(now).toISOString();
      return writer.message(
        {
          business,
          contact,
          id: createObjectId(),
          wamid: createWamid(contact.phone.slice(1)),
          content: { type: "template", to: contact.phone },
          status: name,
          createTime: time,
          updateTime: time,
          ...(name === "failed"
            ? { error: { code: "131026", message: "(#131026) Message undeliverable" } }
            : { sendTime: time }),
          ...(name === "delivered" && { deliverTime: time }),
          ...(name === "read" && { deliverTime: time, readTime: time }),
        },
        now,
      );
    };

  return {
    "call.connect.offer": async (context, now) => {
      const sdp = await createSilentFarEnd().offer();
      return writer.connect({ ...incoming(context), sdp }, now);
    },
    "call.connect.answer": async (context, now) => {
      const sdp = await createSilentFarEnd().answer("");
      return writer.connect({ ...outgoing(context), sdp }, now);
    },
    "call.status.ringing": status("RINGING"),
    "call.status.accepted": status("ACCEPTED"),
    "call.status.rejected": status("REJECTED"),
    "call.terminate.completed": terminate({ status: "COMPLETED" }),
    "call.terminate.failed": terminate({ status: "FAILED", errorCode: failedCode }),
    "call.terminate.unanswered": terminate({ status: "COMPLETED" }, false),
    "call.recording.available": capture("recording"),
    ...failed("recording"),
    "call.transcription.available": capture("transcription"),
    ...failed("transcription"),
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
      writer.restriction(
        incoming(context).business,
        { type: "RESTRICTED_BUSINESS_INITIATED_CALLING", until: now + restrictionMs },
        now,
      ),
    ...(provider === "ycloud"
      ? Object.fromEntries(
          flatEventNames.map((name) => [
            `flat.${name}`,
            (context: TriggerContext) => flat(name, parties(context), context.wacid),
          ]),
        )
      : {}),
  };
}

/** Finds an event by its name. Also accepts YCloud's names, such as `call.status.updated.ringing`. */
export function findTriggerEvent(provider: Provider, name: string): Build | undefined {
  const events = triggerEventsOf(provider);
  const short = name.replace(/^whatsapp\./, "").replace(".status.updated", ".status");
  return Object.hasOwn(events, short) ? events[short] : undefined;
}

function flat(
  event: FlatEvent["event"],
  { direction, contact, business }: TriggerCall,
  callId = createFlatCallId(),
): TriggerBody {
  const isUsers = direction === "USER_INITIATED";
  const body: FlatEvent = {
    call_id: callId,
    event,
    from: isUsers ? contact.phone : business.phoneNumber,
    to: isUsers ? business.phoneNumber : contact.phone,
    ...(event === "completed" && { duration: talkMs / 1000 }),
  };
  return { scheme: "token", rawBody: JSON.stringify(body), ids: callId };
}

const defaultContact = "+525512345678";
const defaultBusiness = "+525550001111";

function callOf(
  direction: TriggerCall["direction"],
  sides: { contact: string; business: string; wabaId: string } & TriggerContext,
): TriggerCall {
  const { contact, business, wabaId, phoneId = "461269257068832" } = sides;
  return {
    wacid: sides.wacid ?? createWacid(contact.slice(1), business.slice(1)),
    direction,
    business: { id: phoneId, wabaId, phoneNumber: business },
    contact: { phone: contact, userId: userIdOf(contact), profileName: "Simulated user" },
    extras: {},
  };
}
