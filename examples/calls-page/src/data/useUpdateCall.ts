import type { CallUpdate, WhatsappCall } from "@skale-calls/supabase-adapter";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useServices } from "../services.ts";
import { applyCallChanges } from "./applyCallChanges.ts";

/** Changes what an agent may change of a call, and shows it wherever the call is shown. */
export function useUpdateCall(): (id: string, update: CallUpdate) => Promise<WhatsappCall> {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  return useCallback(
    async (id, update) => {
      const call = await calls.updateCall(id, update);
      applyCallChanges(queryClient, [{ call, kind: "updated" }]);
      return call;
    },
    [calls, queryClient],
  );
}
