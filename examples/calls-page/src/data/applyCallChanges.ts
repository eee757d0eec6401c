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
  const slim = changes.map(({ call, kind }) => ({ call: slimCall(call), kind }));
  queryClient.setQueryData<CallPages>(queryKey, (data) => {
    if (!data) return data;
    const pages = patchCallPages(data.pages, slim, (call) => fitsFilters(call, filters));
    return pages === data.pages ? data : { ...data, pages: [...pages] };
  });
}

function patchCall(queryClient: QueryClient, { call, kind }: CallChange): void {
  queryClient.setQueryData<WhatsappCall | null>(callKey(call.id), (known) => {
    // It is still being read.
    if (known === undefined) return known;
    if (kind === "removed") return null;
    return known !== null && isOlder(call, known) ? known : call;
  });
}

/** Lists of many thousands of calls do without what only the provider understands. */
export const slimCall = (call: WhatsappCall): WhatsappCall =>
  call.raw_payload === null ? call : { ...call, raw_payload: null };
