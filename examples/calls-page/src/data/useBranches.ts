import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

interface Branch {
  id: string;
  name: string | null;
}

const noBranches: readonly Branch[] = [];

/** Reads the host's branches. Row-level security limits them to those that the agent sees. */
export function useBranches(): readonly Branch[] {
  const { supabase } = useServices();
  const { data } = useQuery({
    queryKey: ["branches"],
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn(): Promise<Branch[]> {
      const { data: branches, error } = await supabase
        .from("branches")
        .select("id, name")
        .order("name");
      if (error) throw error;
      return branches;
    },
  });
  return data ?? noBranches;
}
