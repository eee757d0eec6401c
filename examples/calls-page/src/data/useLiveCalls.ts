import type { SubscriptionStatus } from "@skale-calls/supabase-adapter";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useServices } from "../services.ts";
import { putCall } from "./putCall.ts";
import { timelineKey } from "./queryKeys.ts";

/** The minimum milliseconds between two counts of the overview, which are expensive. */
const recounting = 2000;

/**
 * Keeps single calls, timelines and figures up to date. (The list of calls updates itself.) Use this hook in one component.
 *
 * @returns how changes arrive; undefined until the subscription reports it.
 */
export function useLiveCalls(): SubscriptionStatus | undefined {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  const [status, setStatus] = useState<SubscriptionStatus>();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const recount = () => {
      timer = undefined;
      void queryClient.invalidateQueries({ queryKey: ["overview"] });
      void queryClient.invalidateQueries({ queryKey: ["calls-to-return"] });
      void queryClient.invalidateQueries({ queryKey: ["call-costs"] });
    };
    const stop = calls.subscribeToCalls({
      onStatus: setStatus,
      onChange(call, kind) {
        putCall(queryClient, { call, kind });
        void queryClient.invalidateQueries({ queryKey: timelineKey(call.id) });
        timer ??= setTimeout(recount, recounting);
      },
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [calls, queryClient]);

  return status;
}
