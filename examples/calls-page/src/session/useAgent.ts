import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import { useSession } from "./SessionProvider.tsx";

export interface Agent {
  full_name: string | null;
  branch_id: string | null;
  branchName: string | null;
}

/** Reads the signed-in agent from the host's `users` and `branches`. */
export function useAgent() {
  const { supabase } = useServices();
  const { user } = useSession();
  return useQuery({
    queryKey: ["agent", user.id],
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn(): Promise<Agent> {
      const { data, error } = await supabase
        .from("users")
        .select("full_name, branch_id")
        .eq("id", user.id)
        .maybeSingle();
      if (error) throw error;
      const branchId: string | null = data?.branch_id ?? null;
      if (branchId === null) {
        return { full_name: data?.full_name ?? null, branch_id: null, branchName: null };
      }
      const branch = await supabase
        .from("branches")
        .select("name")
        .eq("id", branchId)
        .maybeSingle();
      if (branch.error) throw branch.error;
      return {
        full_name: data?.full_name ?? null,
        branch_id: branchId,
        branchName: branch.data?.name ?? null,
      };
    },
  });
}
