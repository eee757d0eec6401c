import { type Lite, signUpUser, startLite, type TestDatabase } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Sql } from "postgres";
import type { CallServiceOptions } from "../src/index.ts";
import { createMigratedDatabase } from "./applyMigrations.ts";

export const branchA = "00000000-0000-4000-8000-00000000000a";
export const branchB = "00000000-0000-4000-8000-00000000000b";

export interface ServiceWorld {
  database: TestDatabase;
  sql: Sql;
  agentId: string;
  /** The answers of the API and the edge functions, if a test sets them. */
  answers: { fetch?: (request: Request) => Promise<Response> | undefined };
  /** Signed in as an agent of branch A. */
  client: SupabaseClient;
  /** Options for `createCallService`, for the same agent. */
  options: CallServiceOptions;
  stop(): Promise<void>;
}

/** Supabase with two branches, and an agent signed in to one of them. */
export async function startServiceWorld(): Promise<ServiceWorld> {
  const database = await createMigratedDatabase();
  const lite: Lite = await startLite({ databaseUrl: database.adminUrl });
  const { id, accessToken } = await signUpUser(lite, {
    email: "ana@example.com",
    password: "a long password",
  });
  const { sql } = database;
  await sql`insert into branches (id) values (${branchA}), (${branchB})`;
  await sql`insert into users (id, branch_id) values (${id}, ${branchA})`;
  await sql`insert into whatsapp_inboxes (branch_id, phone_number) values (${branchA}, '+525500000001')`;
  const answers: ServiceWorld["answers"] = {};
  const fetchOr: typeof fetch = (input, init) =>
    answers.fetch?.(new Request(input, init)) ?? fetch(input, init);
  const client = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    // postgrest-js would retry for 7 s when the network fails.
    db: { retry: false },
    global: {
      headers: { Authorization: `Bearer ${accessToken}` },
      fetch: fetchOr,
    },
  });
  return {
    database,
    sql,
    agentId: id,
    answers,
    client,
    options: {
      url: lite.url,
      apiKey: lite.publishableKey,
      getAccessToken: () => accessToken,
      fetch: fetchOr,
    },
    async stop() {
      await lite.stop();
      await database.drop();
    },
  };
}
