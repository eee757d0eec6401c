import type { PermissionReading } from "@skale-calls/core";
import { permissionStatuses, withoutUndefined } from "@skale-calls/core/internal";
import type { MetaPermission, PermittedAction } from "./api/permissions.ts";

/**
 * Reads Meta's answer about a permission. Meta's own judgement comes first: `can_perform_action` says whether a call or a
 * request is possible now, whatever the limits are at that time. The limits only say how many are left, and when the next
 * one is possible.
 */
export function readPermission({ status, expiresAt, actions }: MetaPermission): PermissionReading {
  const find = (name: PermittedAction["name"]) => actions.find((action) => action.name === name);
  const request = find("send_call_permission_request");
  const left = (request?.limits ?? []).flatMap(({ most, used }) =>
    most === undefined || used === undefined ? [] : [Math.max(most - used, 0)],
  );
  // The last of all limits that are reached decides.
  const next = (request?.limits ?? [])
    .flatMap(({ endsAt }) => endsAt ?? [])
    .sort()
    .at(-1);
  return withoutUndefined({
    status: permissionStatuses.find((known) => known === status),
    expiresAt,
    mayCall: find("start_call")?.mayPerform,
    mayRequest: request?.mayPerform,
    requestsLeft: left.length === 0 ? undefined : Math.min(...left),
    nextRequestAt: next,
  });
}
