import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** Reads the rate cards, and the account's minutes of this month as far as `estimateCallCost` needs them. */
export function useRateCards(timeZone: string) {
  const { calls } = useServices();
  return useQuery({
    queryKey: ["rate-cards", timeZone],
    queryFn: () => calls.fetchRateCards({ timeZone }),
    staleTime: 10 * 60_000,
  });
}
