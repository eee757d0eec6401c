import { randomUUID } from "node:crypto";
import { signUpUser, startLite } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { CallServiceOptions, Database, WhatsappCallRow } from "../src/index.ts";
import { createMigratedDatabase, readProject } from "./applyMigrations.ts";

export const branchA = "00000000-0000-4000-8000-00000000000a";
export const branchB = "00000000-0000-4000-8000-00000000000b";

export const backends = ["Postgres", "PGlite"] as const;

export interface CallsWorld {
  /** Two agents, a user who is not an agent, and an anonymous client. */
  clients: Record<"agent of A" | "agent of B" | "no agent" | "anon", SupabaseClient<Database>>;
  service: SupabaseClient<Database>;
  /** Options for `createCallService`. There is no call handler. */
  options: CallServiceOptions;
  /** Replaces the existing calls with these, whose other fields are filled in. */
  replaceCalls(calls: readonly Partial<WhatsappCallRow>[]): Promise<WhatsappCallRow[]>;
  stop(): Promise<void>;
}

/** Supabase's API on a hosted project's Postgres, or on PGlite like the demo. */
export async function startCallsWorld(backend: (typeof backends)[number]): Promise<CallsWorld> {
  const database = backend === "Postgres" ? await createMigratedDatabase() : undefined;
  const lite = await startLite(database ? { databaseUrl: database.adminUrl } : {});
  if (database === undefined) {
    for (const sql of readProject()) await lite.exec(sql);
  }
  const connect = (key: string, headers: Record<string, string> = {}) =>
    createClient<Database>(lite.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers },
    });
  const signUp = async (name: string) => {
    const credentials = { email: `${name}@example.com`, password: "a long password" };
    const { id, accessToken } = await signUpUser(lite, credentials);
    const client = connect(lite.publishableKey, { Authorization: `Bearer ${accessToken}` });
    return { id, client };
  };
  const [a, b, none] = [await signUp("a"), await signUp("b"), await signUp("none")];
  await lite.exec(`
    insert into branches (id) values ('${branchA}'), ('${branchB}');
    insert into users (id, branch_id) values ('${a.id}', '${branchA}'), ('${b.id}', '${branchB}');
  `);
  const service = connect(lite.secretKey);
  return {
    clients: {
      "agent of A": a.client,
      "agent of B": b.client,
      "no agent": none.client,
      anon: connect(lite.publishableKey),
    },
    service,
    options: { url: lite.url, apiKey: lite.publishableKey },
    async replaceCalls(calls) {
      await service.from("whatsapp_calls").delete().not("id", "is", null).throwOnError();
      if (calls.length === 0) return [];
      const rows = calls.map((call) => {
        const id = randomUUID();
        return {
          id,
          call_id: `wacid.${id}`,
          contact_phone: null,
          contact_user_id: null,
          direction: "entrante" as const,
          status: "iniciando" as const,
          end_reason: null,
          answered_at: null,
          duration_seconds: 0,
          branch_id: branchA,
          created_at: new Date().toISOString(),
          ...call,
        };
      });
      const { data } = await service.from("whatsapp_calls").insert(rows).select("*").throwOnError();
      return data;
    },
    async stop() {
      await lite.stop();
      await database?.drop();
    },
  };
}
