import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import type { OverviewWindow } from "./findWindow.ts";

export function useOverview(params: OverviewWindow) {
  const { calls } = useServices();
  return useQuery({
    queryKey: ["overview", params],
    queryFn: () => calls.fetchCallsOverview(params),
    placeholderData: keepPreviousData,
  });
}
