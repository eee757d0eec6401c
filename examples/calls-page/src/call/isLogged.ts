import type { ListedCall } from "@skale-calls/supabase-adapter";

/** True of a call that an agent wrote down: nobody knows how it went, and its status says nothing. */
export const isLogged = (call: Pick<ListedCall, "call_id">) => call.call_id.startsWith("manual:");
