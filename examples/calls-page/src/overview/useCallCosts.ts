import type { FetchCallCostsParams } from "@skale-calls/supabase-adapter";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import type { OverviewWindow } from "./findWindow.ts";

/** The choices for the groups. `branch` is for agents who see several branches. */
export const costGroups = [
  "month",
  "branch",
  "agent",
  "inbox",
] as const satisfies FetchCallCostsParams["by"][];
export type CostGrouping = (typeof costGroups)[number];

export function useCallCosts({ from, to }: OverviewWindow, by: CostGrouping) {
  const { calls, config } = useServices();
  // The days of the window are the agent's. The account's time zone decides the months and the prices.
  const params = { from, to, by, accountTimeZone: config.accountTimeZone };
  return useQuery({
    queryKey: ["call-costs", params],
    // With the grouping, because the costs of the previous choice are shown until the new ones arrive.
    queryFn: async () => ({ by, ...(await calls.fetchCallCosts(params)) }),
    placeholderData: keepPreviousData,
  });
}
