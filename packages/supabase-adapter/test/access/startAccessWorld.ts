import { signUpUser, startLite } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { createHostDatabase, createMigratedDatabase } from "../applyMigrations.ts";
import type { DatabaseFunction } from "./accessRunners.ts";
import { type ActorName, actorNames } from "./accessTable.ts";
import { type AgentIds, describeWorld, fillWorld } from "./accessWorld.ts";
import type { HostVariant } from "./hostVariants.ts";

/**
 * Starts a filled database, its API with a client for every actor, and the catalog by the keys of the access table. The host is
 * the guide's unless another one is given.
 */
export async function startAccessWorld(variant?: HostVariant) {
  const database = variant
    ? await createHostDatabase(variant.host)
    : await createMigratedDatabase();
  const lite = await startLite({ databaseUrl: database.adminUrl });
  const options = { auth: { persistSession: false, autoRefreshToken: false } };
  const signedIn = actorNames.filter((actor) => actor !== "anon" && actor !== "service role");
  const users = await Promise.all(
    signedIn.map(async (actor, index) => {
      const email = `user${index}@example.com`;
      const { id, accessToken } = await signUpUser(lite, { email, password: "a long password" });
      const global = { headers: { Authorization: `Bearer ${accessToken}` } };
      const client = createClient(lite.url, lite.publishableKey, { ...options, global });
      return { actor, id, client };
    }),
  );
  const agents = Object.fromEntries(users.map(({ actor, id }) => [actor, id])) as AgentIds;
  const clients = {
    anon: createClient(lite.url, lite.publishableKey, options),
    "service role": createClient(lite.url, lite.secretKey, options),
    ...Object.fromEntries(users.map(({ actor, client }) => [actor, client])),
  } as Record<ActorName, SupabaseClient>;
  const world = describeWorld(agents, variant?.describe(agents), variant?.second);
  await fillWorld(database.sql, world);

  const columnRows = await database.sql<{ key: string; type: string }[]>`
    select format('%s update %s', table_name, column_name) as key, data_type as type
    from information_schema.columns where table_schema = 'public' and is_identity = 'NO'`;
  const columns = new Map(columnRows.map(({ key, type }) => [key, type]));
  const functionRows = await database.sql<DatabaseFunction[]>`
    select n.nspname as schema, p.proname as name,
      coalesce((p.proargnames)[1:p.pronargs], '{}') as "argumentNames",
      array(select format_type(type, null) from unnest(p.proargtypes) as type) as "argumentTypes"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'skale_calls')`;
  const functions = new Map(functionRows.map((row) => [`${row.schema} execute ${row.name}`, row]));
  async function stop() {
    await lite.stop();
    await database.drop();
  }
  // Options for `createCallService`. There is no call handler.
  const service = { url: lite.url, apiKey: lite.publishableKey };
  return { database, agents, world, clients, columns, functions, service, stop };
}
