import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** Reads the rate cards, and the account's minutes of this month as far as `estimateCallCost` needs them. */
export function useRateCards() {
  const { calls, config } = useServices();
  const { accountTimeZone } = config;
  return useQuery({
    queryKey: ["rate-cards"],
    queryFn: () => calls.fetchRateCards({ accountTimeZone }),
    staleTime: 10 * 60_000,
  });
}
