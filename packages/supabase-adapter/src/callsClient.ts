import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.ts";

/** The part of a supabase-js client that has the signed-in agent's access token. */
export interface SessionClient {
  auth: {
    getSession(): PromiseLike<{ data: { session: { access_token: string } | null } }>;
  };
}

/**
 * The part of a supabase-js client that the data service needs; without `channel` it polls. By structure alone: a class
 * of another copy of supabase-js, or of its CommonJS types, is another class.
 */
export interface CallsClient extends SessionClient {
  from(table: string): unknown;
  rpc(name: string, args?: object): unknown;
  channel?(name: string): unknown;
  removeChannel?(channel: unknown): unknown;
}

/** The same client, knowing the tables. */
export type TypedClient = Pick<SupabaseClient<Database>, "from" | "rpc"> &
  Partial<Pick<SupabaseClient<Database>, "channel" | "removeChannel">>;
