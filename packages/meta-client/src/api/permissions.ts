import { readTime } from "@skale-calls/core/internal";
import {
  checkInput,
  idSchema,
  lenient,
  type Open,
  recipientShape,
  type Transport,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import type { MetaRecipient } from "./calls.ts";

/** One limit of an action. */
export interface ActionLimit {
  /** ISO 8601 duration, such as `PT24H` or `P7D`. */
  period?: string | undefined;
  most?: number | undefined;
  used?: number | undefined;
  /** ISO 8601: when a limit that is reached allows the action again. */
  endsAt?: string | undefined;
}

/** What may be done with a contact now. */
export interface PermittedAction {
  name: Open<"send_call_permission_request" | "start_call">;
  mayPerform?: boolean | undefined;
  limits: ActionLimit[];
}

/** The permission to call a contact, as Meta tells it. */
export interface MetaPermission {
  status?: Open<"no_permission" | "temporary" | "permanent"> | undefined;
  /** ISO 8601: when a temporary permission ends. */
  expiresAt?: string | undefined;
  actions: PermittedAction[];
}

export type PermissionQuery = {
  /** Meta's id of our number. */
  phoneId: string;
} & MetaRecipient;

export interface PermissionsApi {
  /**
   * Asks for the permission to call a contact. A number that cannot be called has the status `no_permission`. Meta's pages
   * limit the query to 5 requests per second in one place and to 100 in another; beyond the limit it throws `rate_limited`.
   * Throws `MetaError`, or `CallsError` for bad input.
   */
  get(query: PermissionQuery): Promise<MetaPermission>;
}

const queryInput = withOneRecipient(z.strictObject({ phoneId: idSchema, ...recipientShape }));

const word = lenient(
  z
    .string()
    .min(1)
    .transform((text) => text.toLowerCase()),
);
const count = lenient(z.coerce.number());
const time = z.transform(readTime);
const limit = z
  .object({
    time_period: lenient(z.string()),
    max_allowed: count,
    current_usage: count,
    limit_expiration_time: time,
  })
  .transform(
    ({ time_period, max_allowed, current_usage, limit_expiration_time }): ActionLimit => ({
      period: time_period,
      most: max_allowed,
      used: current_usage,
      endsAt: limit_expiration_time,
    }),
  );
const action = z
  .object({
    action_name: z.string().min(1),
    can_perform_action: lenient(z.boolean()),
    limits: z.array(limit).optional().catch([]),
  })
  .transform(
    ({ action_name, can_perform_action, limits = [] }): PermittedAction => ({
      name: action_name,
      mayPerform: can_perform_action,
      limits,
    }),
  );
/** Meta's sample has `expiration_time`, its table `expiration`. */
const answer = z
  .object({
    permission: z
      .object({ status: word, expiration_time: time, expiration: time })
      .optional()
      .catch(undefined),
    actions: z.array(action).optional().catch([]),
  })
  .transform(
    ({ permission, actions = [] }): MetaPermission => ({
      status: permission?.status,
      expiresAt: permission?.expiration_time ?? permission?.expiration,
      actions,
    }),
  );

export function createPermissionsApi(transport: Transport): PermissionsApi {
  return {
    async get(query) {
      const { phoneId, to, recipient } = checkInput(queryInput, query);
      const path = `/${encodeURIComponent(phoneId)}/call_permissions`;
      // A `wa_id` has no plus.
      const contact = to === undefined ? { recipient } : { user_wa_id: to.slice(1) };
      return transport.json({ method: "GET", path, query: contact }, answer);
    },
  };
}
