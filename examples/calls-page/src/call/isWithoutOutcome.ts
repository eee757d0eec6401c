import { isLogged, isTerminal } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";

/** True of a call that was logged before agents chose its status: nobody knows how it went. */
export const isWithoutOutcome = (call: Pick<ListedCall, "call_id" | "status">) =>
  isLogged(call) && !isTerminal(call.status);
