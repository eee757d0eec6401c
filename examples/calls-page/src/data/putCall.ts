import type { CallChange, WhatsappCall } from "@skale-calls/supabase-adapter";
import type { QueryClient } from "@tanstack/react-query";
import { callKey } from "./queryKeys.ts";

/** Updates the views of a single call. A change does not contain the transcript, so the call is also read again. */
export function putCall(queryClient: QueryClient, { call, kind }: CallChange): void {
  const queryKey = callKey(call.id);
  queryClient.setQueryData<WhatsappCall | null>(queryKey, (known) => {
    // `known` is undefined if the call was not loaded.
    if (known === undefined || kind === "removed") return known && null;
    if (known !== null && Date.parse(call.updated_at) < Date.parse(known.updated_at)) return known;
    return { ...call, transcript: known?.transcript ?? null };
  });
  void queryClient.invalidateQueries({ queryKey });
}
