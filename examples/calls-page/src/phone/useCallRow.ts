import { useQuery } from "@tanstack/react-query";
import { callKey } from "../data/queryKeys.ts";
import { useServices } from "../services.ts";

/** A call as the database has it; live updates keep it fresh. */
export function useCallRow(id: string, { enabled }: { enabled: boolean }) {
  const { calls } = useServices();
  return useQuery({
    queryKey: callKey(id),
    queryFn: () => calls.fetchWhatsappCall(id),
    enabled,
  });
}
