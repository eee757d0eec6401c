import type { CallSignal } from "../calls/callFlow.ts";
import type { SimCall } from "../calls/calls.ts";
import type { createBusinessSettings } from "./businessSettings.ts";
import type { MessageFlow } from "./messageFlow.ts";
import type { Permissions } from "./permissions.ts";

interface Parts {
  permissions: Permissions;
  messages: MessageFlow;
  settings: ReturnType<typeof createBusinessSettings>;
}

/** Applies what a call changes for later calls and messages: the window, the limits, and the permission. */
export function followCall(
  call: SimCall,
  signal: CallSignal,
  { permissions, messages, settings }: Parts,
): void {
  const { business, contact, direction, startTime, endedBy, errorCode, wacid } = call;
  const isUsers = direction === "USER_INITIATED";
  if (signal === "connect" && isUsers) permissions.openWindow(business, contact);
  if (signal === "accepted" && startTime !== undefined) {
    permissions.connect(business, contact, { at: startTime, direction });
  }
  if (signal !== "ended") return;
  if (startTime !== undefined) permissions.connect(business, contact, { at: startTime, direction });
  if (isUsers) {
    const isPermanent = permissions.consentOf(business, contact)?.until === null;
    if (settings.of(business).callbackPermission && !isPermanent) {
      messages.decideAutomatically(business, contact, "accept", wacid);
    }
    return;
  }
  const isLeft = startTime === undefined && endedBy !== "business" && errorCode === undefined;
  if (isLeft && permissions.leaveUnanswered(business, contact)) {
    messages.decideAutomatically(business, contact, "reject");
  }
}
