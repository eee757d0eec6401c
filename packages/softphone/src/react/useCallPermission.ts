import { useMemo, useSyncExternalStore } from "react";
import {
  type PermissionService,
  type PermissionState,
  watchPermission,
} from "./watchPermission.ts";

/** The contact and the WhatsApp number to call from. Without a contact, nothing is read. */
export interface PermissionQuery {
  to?: string | null;
  /** The WhatsApp user id of a contact whose number is not known. */
  recipient?: string | null;
  inboxId?: string | null;
}

export interface CallPermissionResult extends PermissionState {
  /** Asks the contact for the permission. It never throws: see `error`. */
  request(): Promise<void>;
  reload(): Promise<void>;
}

/**
 * Returns whether a contact may be called, and keeps it up to date: while a request is open it is read every 3 s in a
 * visible page; it is read again when a permission or a limit ends, and after each call with the contact.
 *
 * @param service `createCallService(...)` of `@skale-calls/supabase-adapter`, or your own functions of the same shape.
 * @example
 * const { permission, error, request } = useCallPermission(calls, { to, inboxId });
 * return permission?.may_call ? <CallButton /> : <button onClick={request}>Ask</button>;
 */
export function useCallPermission(
  service: PermissionService,
  { to, recipient, inboxId }: PermissionQuery,
): CallPermissionResult {
  const watch = useMemo(() => {
    const inbox = inboxId == null ? {} : { inboxId };
    if (recipient) return watchPermission(service, { recipient, ...inbox });
    return watchPermission(service, to ? { to, ...inbox } : null);
  }, [service, to, recipient, inboxId]);
  const read = () => watch.state;
  const state = useSyncExternalStore(watch.subscribe, read, read);
  return { ...state, request: watch.request, reload: watch.reload };
}
