import { type ContactColumns, contactKeys } from "../rules/contactKeys.ts";
import type { PermissionRequest } from "../rules/permissionRequests.ts";
import type { PermissionVerdict } from "../rules/permissions.ts";
import type { Call } from "../vocabulary/callFacts.ts";

interface ContactRows {
  calls: ReadonlyMap<string, Call>;
  verdicts: readonly (PermissionVerdict & ContactColumns)[];
  requests: ReadonlyMap<string, PermissionRequest>;
}

/** The keys of the same contact, for `joinKeys`: those of each row, and those of each reply together with its request. */
export function readContactLinks({ calls, verdicts, requests }: ContactRows): string[][] {
  const rows = [...verdicts, ...requests.values(), ...calls.values()].map(contactKeys);
  const replies = verdicts.flatMap((verdict) =>
    [...requests.values()]
      .filter(({ message_id }) => message_id !== null && message_id === verdict.context_id)
      .map((request) => [...contactKeys(verdict), ...contactKeys(request)]),
  );
  return [...rows, ...replies];
}
