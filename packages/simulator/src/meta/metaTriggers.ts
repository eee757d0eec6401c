import { createGraphId } from "../lib/createIds.ts";
import type { TriggerBody, TriggerWriter } from "../trigger/triggerWriter.ts";
import { restrictionChange } from "./events/accountChanges.ts";
import {
  captureChange,
  connectChange,
  statusChange,
  terminateChange,
} from "./events/callChanges.ts";
import { messageStatusChange, permissionChange } from "./events/messageChanges.ts";
import { type MetaChange, writeMetaJson, writeWebhook } from "./events/metaValue.ts";
import { defaultWabaId } from "./metaOptions.ts";

/** Writes Meta's webhooks for `trigger`. Meta has no webhook for a recording that failed. */
export const metaTriggers: TriggerWriter = {
  wabaId: defaultWabaId,
  connect: (call, now) => write(connectChange(call, now), call.wacid),
  status: (call, status, now) => write(statusChange(call, status, now), call.wacid),
  terminate: (call, now) => write(terminateChange(call, now), call.wacid),
  capture(call, kind, now) {
    const id = createGraphId();
    // There is no file behind this address.
    const url = `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}`;
    return write(captureChange(call, kind, { id, sha256: "", url }, now), call.wacid);
  },
  permission: (parties, reply, now) =>
    write(permissionChange(parties, reply, now), parties.contact.userId),
  message: (message, now) => write(messageStatusChange(message, now), message.wamid),
  restriction: (business, restriction, now) =>
    write(restrictionChange(business, restriction, now), business.wabaId),
};

function write(change: MetaChange, ids: string): TriggerBody {
  return { scheme: "meta", rawBody: writeMetaJson(writeWebhook([change])), ids };
}
