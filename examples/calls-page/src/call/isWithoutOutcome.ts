import { isLogged, isTerminal } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";

/** Whether a call was logged before agents could choose a status, so its result is not known. */
export const isWithoutOutcome = (call: Pick<ListedCall, "call_id" | "status">) =>
  isLogged(call) && !isTerminal(call.status);
