import { readdirSync, readFileSync } from "node:fs";
import type { Lite } from "@skale-calls/testkit";
import { signUpUser } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";

const migrations = new URL("../../supabase/supabase/migrations/", import.meta.url);

export const demoContact = "+525587654321";
export const demoBusiness = "+525550001111";

export interface AgentCredentials {
  email: string;
  password: string;
}

const branch = "5a1e0000-0000-4000-8000-000000000001";
const inbox = "5a1e0000-0000-4000-8000-000000000011";

/** Runs the project's migrations, which may run again, and puts a small dealership into the database. */
export async function prepareDemo(
  lite: Lite,
  agent: AgentCredentials,
  phoneId: string,
): Promise<void> {
  for (const name of readdirSync(migrations).sort()) {
    await lite.exec(readFileSync(new URL(name, migrations), "utf8"));
  }
  const agentId = await ensureUser(lite, agent);
  await lite.exec(`
    insert into public.branches (id, name) values ('${branch}', 'Sucursal Centro') on conflict do nothing;
    insert into public.users (id, branch_id, full_name) values ('${agentId}', '${branch}', 'Lucía Herrera')
      on conflict do nothing;
    insert into public.whatsapp_inboxes (id, branch_id, name, phone_number, provider_phone_id)
      values ('${inbox}', '${branch}', 'Ventas Centro', '${demoBusiness}', '${phoneId}') on conflict do nothing;
    insert into public.leads (id, branch_id, full_name, phone) values
      ('5a1e0000-0000-4000-8000-000000000021', '${branch}', 'Mariana Ortiz', '${demoContact}'),
      ('5a1e0000-0000-4000-8000-000000000022', '${branch}', 'Jorge Salinas', '+525511112222'),
      ('5a1e0000-0000-4000-8000-000000000023', '${branch}', 'Paola Reyes', '+525533334444')
      on conflict do nothing;
    insert into public.whatsapp_calls (
      id, call_id, provider_call_id, provider, contact_phone, contact_name, business_phone, direction,
      direction_source, status, end_reason, started_at, answered_at, ended_at, duration_seconds, end_cause,
      user_id, branch_id, inbox_id, lead_id, notes, created_at
    ) values
      ('5a1e0000-0000-4000-8000-000000000031', 'wacid.demo1', 'wacid.demo1', 'ycloud', '${demoContact}', 'Mariana Ortiz',
       '${demoBusiness}', 'saliente', 'dialled', 'completada', 'completed', now() - interval '26 hours',
       now() - interval '26 hours', now() - interval '25 hours 55 minutes', 284, null, '${agentId}', '${branch}', '${inbox}',
       '5a1e0000-0000-4000-8000-000000000021', 'Quiere probar la SUV el sábado.', now() - interval '26 hours'),
      ('5a1e0000-0000-4000-8000-000000000032', 'wacid.demo2', 'wacid.demo2', 'ycloud', '+525511112222', 'Jorge Salinas',
       '${demoBusiness}', 'entrante', 'provider', 'no_contestada', 'missed', now() - interval '3 hours', null,
       now() - interval '3 hours', 0, null, null, '${branch}', '${inbox}',
       '5a1e0000-0000-4000-8000-000000000022', null, now() - interval '3 hours'),
      ('5a1e0000-0000-4000-8000-000000000033', 'wacid.demo3', 'wacid.demo3', 'ycloud', '+525533334444', 'Paola Reyes',
       '${demoBusiness}', 'saliente', 'dialled', 'fallida', 'busy', now() - interval '50 minutes', null,
       now() - interval '50 minutes', 0, 'busy', '${agentId}', '${branch}', '${inbox}',
       '5a1e0000-0000-4000-8000-000000000023', null, now() - interval '50 minutes')
      on conflict do nothing;
  `);
}

/** Signs the agent up at the first start, and in at the next ones. */
async function ensureUser(lite: Lite, agent: AgentCredentials): Promise<string> {
  const client = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data } = await client.auth.signInWithPassword(agent);
  return data.user?.id ?? (await signUpUser(lite, agent)).id;
}
