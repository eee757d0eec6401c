import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** The maximum number of contacts that the service returns. */
export const mostToReturn = 200;

export function useCallsToReturn(since: string) {
  const { calls } = useServices();
  const params = { since, limit: mostToReturn };
  return useQuery({
    queryKey: ["calls-to-return", params],
    queryFn: () => calls.fetchCallsToReturn(params),
    placeholderData: keepPreviousData,
  });
}
