import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.ts";

/**
 * The part of a supabase-js client that the data service needs; without `channel` it polls. By structure alone: a class
 * of another copy of supabase-js, or of its CommonJS types, is another class.
 */
export interface CallsClient {
  from(table: string): unknown;
  rpc(name: string, args?: object): unknown;
  functions: { invoke(name: string, options?: object): PromiseLike<unknown> };
  channel?(name: string): unknown;
  removeChannel?(channel: unknown): unknown;
}

/** The same client, knowing the tables. */
export type TypedClient = Pick<SupabaseClient<Database>, "from" | "rpc" | "functions"> &
  Partial<Pick<SupabaseClient<Database>, "channel" | "removeChannel">>;
