import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.ts";

/** The part of a supabase-js client that the data service needs; without `channel` it polls. */
export type CallsClient = Pick<SupabaseClient, "from" | "rpc" | "functions"> &
  Partial<Pick<SupabaseClient, "channel" | "removeChannel">>;

/** The same client, knowing the tables. */
export type TypedClient = Pick<SupabaseClient<Database>, "from" | "rpc" | "functions"> &
  Partial<Pick<SupabaseClient<Database>, "channel" | "removeChannel">>;
