import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

const noNames: ReadonlyMap<string, string> = new Map();

/** Reads the names, by user id, of the agents in the branches that this agent sees. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const { calls } = useServices();
  const { data } = useQuery({
    queryKey: ["agent-names"],
    staleTime: 10 * 60_000,
    async queryFn() {
      const agents = await calls.fetchAgentNames();
      return new Map(agents.flatMap(({ id, name }) => (name ? [[id, name]] : [])));
    },
  });
  return data ?? noNames;
}
