import { writeFunction } from "./writeFunction.ts";

const row = "public.whatsapp_call_permissions";

/** Writes `permissionStatus` and `isNewerReply`. */
export function writePermissionRules(): string {
  return [
    writeFunction(
      "The status of the consent after a contact's reply (core: permissionStatus).",
      "permission_status(event jsonb)",
      "text",
      `case
    when event ->> 'response' is distinct from 'accept' then 'no_permission'
    when (event ->> 'permanent')::boolean then 'permanent'
    else 'temporary'
  end`,
    ),
    writeFunction(
      "Whether a reply replaces the stored one (core: isNewerReply).",
      `is_newer_reply(reply ${row}, known ${row})`,
      "boolean",
      `(reply.occurred_at, reply.status = 'no_permission', reply.event_id collate "C")
    > (known.occurred_at, known.status = 'no_permission', known.event_id collate "C")`,
    ),
  ].join("\n\n");
}
