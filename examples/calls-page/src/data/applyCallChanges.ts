import type { CallsPage, WhatsappCall } from "@skale-calls/supabase-adapter";
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { type CallFilters, fitsFilters } from "./callFilters.ts";
import { type CallChange, isOlder, patchCallPages } from "./patchCallPages.ts";
import { callKey, callsKey } from "./queryKeys.ts";

export type CallPages = InfiniteData<CallsPage, string | null>;

/** Puts changes into every list and every single call that was read, whichever of them they concern. */
export function applyCallChanges(queryClient: QueryClient, changes: readonly CallChange[]): void {
  for (const { queryKey } of queryClient.getQueryCache().getAll()) {
    applyToQuery(queryClient, queryKey, changes);
  }
}

/** The same for one query; others than calls are left alone. */
export function applyToQuery(
  queryClient: QueryClient,
  queryKey: QueryKey,
  changes: readonly CallChange[],
): void {
  if (changes.length === 0) return;
  if (queryKey[0] === callsKey) patchList(queryClient, queryKey, changes);
  if (queryKey[0] === callKey("")[0]) {
    for (const change of changes) {
      if (change.call.id === queryKey[1]) patchCall(queryClient, change);
    }
  }
}

function patchList(
  queryClient: QueryClient,
  queryKey: QueryKey,
  changes: readonly CallChange[],
): void {
  const filters = queryKey[1] as CallFilters;
  queryClient.setQueryData<CallPages>(queryKey, (data) => {
    if (!data) return data;
    const pages = patchCallPages(data.pages, changes, (call) => fitsFilters(call, filters));
    return pages === data.pages ? data : { ...data, pages: [...pages] };
  });
}

function patchCall(queryClient: QueryClient, { call, kind }: CallChange): void {
  const queryKey = callKey(call.id);
  const known = queryClient.getQueryData<WhatsappCall | null>(queryKey);
  // It is still being read.
  if (known === undefined) return;
  if (kind === "removed") {
    queryClient.setQueryData(queryKey, null);
    return;
  }
  if (known !== null && (known.updated_at === call.updated_at || isOlder(call, known))) return;
  const { transcript = known?.transcript ?? null } = call;
  queryClient.setQueryData<WhatsappCall>(queryKey, { ...call, transcript });
  // Lists and news carry no transcript: where the call is shown, it is read again.
  if (call.transcript === undefined) void queryClient.invalidateQueries({ queryKey });
}
