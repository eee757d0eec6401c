import type { SubscriptionStatus } from "@skale-calls/supabase-adapter";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useServices } from "../services.ts";
import { applyCallChanges, applyToQuery } from "./applyCallChanges.ts";
import type { CallChange } from "./patchCallPages.ts";
import { timelineKey } from "./queryKeys.ts";

/** Milliseconds in which changes are gathered: a burst is shown at once. */
const gathering = 50;
/** What is dear to count is counted again at most this often. */
const recounting = 2000;
/** A page that was asked for before a change, and arrives after it, does not know of it. */
const remembering = 15_000;

/**
 * Keeps all that the page has read up to date, by one subscription: mount it once.
 *
 * @returns how news arrive; undefined until it is known.
 */
export function useLiveCalls(): SubscriptionStatus | undefined {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  const [status, setStatus] = useState<SubscriptionStatus>();

  useEffect(() => {
    let gathered: CallChange[] = [];
    const recent = new Map<string, CallChange & { at: number }>();
    const apply = throttle(gathering, () => {
      applyCallChanges(queryClient, gathered);
      for (const { call } of gathered) {
        void queryClient.invalidateQueries({ queryKey: timelineKey(call.id) });
      }
      gathered = [];
      recount.call();
    });
    const recount = throttle(recounting, () => {
      void queryClient.invalidateQueries({ queryKey: ["overview"] });
      void queryClient.invalidateQueries({ queryKey: ["calls-to-return"] });
    });
    const stopReading = queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success" || event.action.manual)
        return;
      const since = Date.now() - remembering;
      for (const [id, { at }] of recent) if (at < since) recent.delete(id);
      applyToQuery(queryClient, event.query.queryKey, [...recent.values()]);
    });
    const stop = calls.subscribeToCalls({
      onStatus: setStatus,
      onChange(call, kind) {
        gathered.push({ call, kind });
        recent.delete(call.id);
        recent.set(call.id, { call, kind, at: Date.now() });
        apply.call();
      },
    });
    return () => {
      stop();
      stopReading();
      apply.cancel();
      recount.cancel();
    };
  }, [calls, queryClient]);

  return status;
}

/** Calls once after a pause, however often it is asked to in the meantime. */
function throttle(milliseconds: number, callback: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = undefined;
        callback();
      }, milliseconds);
    },
    cancel: () => clearTimeout(timer),
  };
}
