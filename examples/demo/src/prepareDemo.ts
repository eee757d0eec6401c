import { readdirSync, readFileSync } from "node:fs";
import { shippedRateCards } from "@skale-calls/core/cost";
import { createSupabaseCallStore, saveRateCards } from "@skale-calls/supabase-adapter";
import { type Lite, signUpUser } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { writeConsents } from "./seed/consents.ts";
import { branches, centro } from "./seed/dealership.ts";
import { openingHours } from "./seed/openingHours.ts";
import { writeLedger } from "./seed/writeCall.ts";
import { writeHistory } from "./seed/writeHistory.ts";

const migrations = new URL("../../supabase/supabase/migrations/", import.meta.url);

export interface PrepareDemoOptions {
  /** The password of all agents. */
  password: string;
  /** The provider's ids of the branches' numbers, in the order of the branches. */
  phoneIds: readonly string[];
  /** The provider of the branches' numbers. Default: `ycloud`. */
  provider?: string;
  /** When the history ends. Default: now. */
  now?: Date;
  /** The length of the history in days. Default: 30. */
  days?: number;
}

/**
 * Runs the project's migrations, and adds a dealership of two branches with its calls of the last 30 days to the database.
 * It can run again: existing rows stay unchanged.
 */
export async function prepareDemo(
  lite: Lite,
  { password, phoneIds, provider = "ycloud", now = new Date(), days = 30 }: PrepareDemoOptions,
): Promise<void> {
  const script = readdirSync(migrations)
    .sort()
    .map((name) => readFileSync(new URL(name, migrations), "utf8"));
  await lite.exec(script.join("\n"));
  const staff = await Promise.all(
    branches.map(({ agents }) =>
      Promise.all(agents.map(({ email }) => ensureUser(lite, { email, password }))),
    ),
  );
  const calls = branches.flatMap((branch, index) =>
    writeHistory({
      branch,
      index,
      agentIds: staff[index] ?? [],
      provider,
      phoneId: phoneIds[index] ?? "",
      now,
      days,
    }),
  );
  const rows: Readonly<Record<string, readonly object[]>> = {
    branches: branches.map(({ id, name }) => ({ id, name })),
    users: branches.flatMap(({ id, agents }, branch) =>
      agents.map(({ name }, agent) => ({
        id: staff[branch]?.[agent],
        branch_id: id,
        full_name: name,
      })),
    ),
    whatsapp_inboxes: branches.map(({ id, inbox }, index) => ({
      id: inbox.id,
      branch_id: id,
      name: inbox.name,
      phone_number: inbox.phone,
      provider_phone_id: phoneIds[index],
    })),
    whatsapp_call_hours: branches.map(({ inbox }) => ({
      inbox_id: inbox.id,
      ...openingHours(now),
    })),
    leads: branches.flatMap(({ id, leads }) => leads.map((lead) => ({ ...lead, branch_id: id }))),
    whatsapp_calls: calls,
    whatsapp_call_events: calls.flatMap(writeLedger),
  };
  const statements = Object.entries(rows).map(([table, items]) => insertRows(table, items));
  // The recordings of the history are stored like those of new calls.
  const queue = "select skale_calls.queue_media(c) from whatsapp_calls c;";
  await lite.exec([...statements, queue].join("\n"));
  // The published prices: most of the demo's contacts are in Mexico, whose price is not among them.
  const service = createClient(lite.url, lite.secretKey, { auth: { persistSession: false } });
  await saveRateCards(service, shippedRateCards);
  // Only the busy branch has leads for every state of a permission.
  await createSupabaseCallStore({ client: service }).recordEvents(
    writeConsents({ branch: centro, index: 0, provider, phoneId: phoneIds[0] ?? "", now }),
  );
}

/** Writes one statement that inserts all rows of a table. The rows must have the same columns. */
function insertRows(table: string, rows: readonly object[]): string {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  const json = JSON.stringify(rows).replaceAll("'", "''");
  return `insert into public.${table} (${columns})
    select ${columns} from jsonb_populate_recordset(null::public.${table}, '${json}')
    on conflict do nothing;`;
}

/** Signs an agent up at the first start, and signs the agent in at later starts. */
async function ensureUser(
  lite: Lite,
  credentials: { email: string; password: string },
): Promise<string> {
  const client = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data } = await client.auth.signInWithPassword(credentials);
  return data.user?.id ?? (await signUpUser(lite, credentials)).id;
}
