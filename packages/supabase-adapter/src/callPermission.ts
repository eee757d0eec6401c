import type { CallPermission, Recipient } from "@skale-calls/core";
import type { CallClient } from "@skale-calls/core/client";

/**
 * The contact is either `to` or `recipient`, as in `initiateWhatsappCall`. `inboxId` is the WhatsApp number to call from; without
 * it, the only number of the agent's branch.
 */
export type CallPermissionParams = Recipient & { inboxId?: string | null };

export type RequestCallPermissionParams = CallPermissionParams & {
  /** A UUID that you choose. A second request with the same UUID sends no message, so a retry is safe. */
  id?: string;
};

const contactOf = ({ to, recipient, inboxId }: CallPermissionParams) => ({
  ...(recipient === undefined ? { to } : { recipient }),
  ...(inboxId == null ? {} : { inbox_id: inboxId }),
});

export async function fetchCallPermission(
  api: CallClient,
  params: CallPermissionParams,
): Promise<CallPermission> {
  return (await api.send("GET /permissions", { query: contactOf(params) })).permission;
}

export async function requestCallPermission(
  api: CallClient,
  { id, ...params }: RequestCallPermissionParams,
): Promise<CallPermission> {
  const body = {
    ...contactOf(params as CallPermissionParams),
    ...(id === undefined ? {} : { id }),
  };
  return (await api.send("POST /permissions", { body })).permission;
}
