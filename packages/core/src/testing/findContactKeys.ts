import {
  type ContactColumns,
  contactKeys,
  followChanges,
  joinKeys,
  type UserIdChange,
} from "../rules/contactKeys.ts";
import type { PermissionRequest } from "../rules/permissionRequests.ts";
import type { PermissionVerdict } from "../rules/permissions.ts";
import type { Call } from "../vocabulary/callFacts.ts";

/** A change of a contact's number or user id. */
export type MemoryContactChange = ContactColumns & UserIdChange;

interface ContactRows {
  calls: ReadonlyMap<string, Call>;
  verdicts: readonly (PermissionVerdict & ContactColumns)[];
  requests: ReadonlyMap<string, PermissionRequest>;
  changes: readonly MemoryContactChange[];
}

/** The keys of the same contact, for `joinKeys`: those of each row, and those of each reply together with its request. */
function readContactLinks({ calls, verdicts, requests, changes }: ContactRows): string[][] {
  const rows = [...verdicts, ...requests.values(), ...calls.values(), ...changes].map(contactKeys);
  const replies = verdicts.flatMap((verdict) =>
    [...requests.values()]
      .filter(({ message_id }) => message_id !== null && message_id === verdict.context_id)
      .map((request) => [...contactKeys(verdict), ...contactKeys(request)]),
  );
  return [...rows, ...replies];
}

/** The keys that rows join to this key, without the user ids that only a change joins. */
export const joinContactKeys = (key: string, rows: ContactRows): Set<string> =>
  joinKeys(key, readContactLinks(rows));

/** All keys of the contact that has this key. */
export const findContactKeys = (key: string, rows: ContactRows): Set<string> =>
  followChanges(key, joinContactKeys(key, rows), rows.changes);
