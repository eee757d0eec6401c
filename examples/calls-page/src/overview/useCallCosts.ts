import type { FetchCallCostsParams } from "@skale-calls/supabase-adapter";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import type { OverviewWindow } from "./findWindow.ts";

/** The choices for the groups. */
export const costGroups = [
  "month",
  "agent",
  "inbox",
] as const satisfies FetchCallCostsParams["by"][];
export type CostGrouping = (typeof costGroups)[number];

export function useCallCosts(window: OverviewWindow, by: CostGrouping) {
  const { calls } = useServices();
  const params = { ...window, by };
  return useQuery({
    queryKey: ["call-costs", params],
    // With the grouping, because the costs of the previous choice are shown until the new ones arrive.
    queryFn: async () => ({ by, ...(await calls.fetchCallCosts(params)) }),
    placeholderData: keepPreviousData,
  });
}
