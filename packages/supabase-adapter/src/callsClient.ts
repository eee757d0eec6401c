import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.ts";

/** The part of a supabase-js client that holds the signed-in agent's access token. */
export interface SessionClient {
  auth: {
    getSession(): PromiseLike<{ data: { session: { access_token: string } | null } }>;
  };
}

/**
 * The part of a supabase-js client that the data service needs. A client without a `channel` method cannot use Realtime, so
 * the service polls. The type is structural, because a class from another copy of supabase-js, or from its CommonJS types, is
 * a different class.
 */
export interface CallsClient extends SessionClient {
  from(table: string): unknown;
  rpc(name: string, args?: object): unknown;
  channel?(name: string): unknown;
  removeChannel?(channel: unknown): unknown;
}

/** The same client, typed with the tables. */
export type TypedClient = Pick<SupabaseClient<Database>, "from" | "rpc"> &
  Partial<Pick<SupabaseClient<Database>, "channel" | "removeChannel">>;
