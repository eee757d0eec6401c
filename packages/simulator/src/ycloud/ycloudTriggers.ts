import { createObjectId } from "../lib/createIds.ts";
import type { TriggerBody, TriggerWriter } from "../trigger/triggerWriter.ts";
import { accountRestrictedEvent } from "./events/accountEvent.ts";
import {
  captureEvent,
  connectEvent,
  statusEvent,
  terminateEvent,
  type YcloudEvent,
} from "./events/callEvents.ts";
import { messageUpdatedEvent, viewMessage } from "./events/messageEvents.ts";
import { permissionEvent } from "./events/permissionEvent.ts";

/** Writes YCloud's events for `trigger`. */
export const ycloudTriggers: TriggerWriter = {
  wabaId: "188234691048809",
  connect: (call, now) => write(connectEvent({ ...call, dialTime: now }, now), call.wacid),
  status: (call, status, now) => write(statusEvent(call, status, now), call.wacid),
  terminate: (call, now) => write(terminateEvent(call, now), call.wacid),
  capture: (call, kind, now) =>
    write(captureEvent(call, kind, { mediaAssetId: createObjectId() }, now), call.wacid),
  captureFailed: (call, kind, now) =>
    write(
      captureEvent(call, kind, { mediaAssetId: createObjectId(), failed: true }, now),
      call.wacid,
    ),
  permission: (parties, reply, now) => write(permissionEvent(parties, reply, now)),
  message: (message, now) => write(messageUpdatedEvent(viewMessage(message), now)),
  restriction: (business, restriction, now) =>
    write(accountRestrictedEvent(business, restriction, now)),
};

function write(event: YcloudEvent, wacid?: string): TriggerBody {
  return {
    scheme: "ycloud",
    rawBody: JSON.stringify(event),
    ids: wacid === undefined ? event.id : `${event.id} ${wacid}`,
  };
}
