import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import type { CallFilters } from "./callFilters.ts";
import { callsKey } from "./queryKeys.ts";

const pageSize = 100;

/**
 * The newest calls, page by page. All pages that were read stay: a row is small, and whoever scrolls back finds
 * everything as it was. Live updates keep them fresh, so they are not read again.
 */
export function useCallPages(filters: CallFilters) {
  const { calls } = useServices();
  return useInfiniteQuery({
    queryKey: [callsKey, filters] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      calls.fetchWhatsappCallsPage({ ...filters, limit: pageSize, after: pageParam }),
    placeholderData: keepPreviousData,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    // Comparing every field of every row with what was there takes longer than anything else.
    structuralSharing: false,
    // Many thousands of rows of a filter that nobody looks at any more.
    gcTime: 60_000,
    retry: 1,
  });
}
