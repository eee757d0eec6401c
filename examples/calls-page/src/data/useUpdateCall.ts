import type { CallUpdate, WhatsappCall } from "@skale-calls/supabase-adapter";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useServices } from "../services.ts";
import { useCallList } from "./CallListProvider.tsx";
import { putCall } from "./putCall.ts";

/** Changes the editable fields of a call, and updates every view of it. */
export function useUpdateCall(): (id: string, update: CallUpdate) => Promise<WhatsappCall> {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  const list = useCallList();
  return useCallback(
    async (id, update) => {
      const call = await calls.updateCall(id, update);
      list.apply([{ call, kind: "updated" }]);
      putCall(queryClient, { call, kind: "updated" });
      return call;
    },
    [calls, queryClient, list],
  );
}
