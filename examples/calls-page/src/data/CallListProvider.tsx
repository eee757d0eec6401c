import {
  type CallFilters,
  type CallList,
  type CallListState,
  createCallList,
} from "@skale-calls/supabase-adapter";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { useServices } from "../services.ts";

const CallListContext = createContext<CallList | null>(null);

/** Provides the list of calls, and keeps it while another section of the page is shown. */
export function CallListProvider({ children }: { children: React.ReactNode }) {
  const { calls } = useServices();
  const [list] = useState(() => createCallList({ service: calls }));
  useEffect(() => list.close, [list]);
  return <CallListContext value={list}>{children}</CallListContext>;
}

/** Returns the list itself: to show changes that the agent has made, and to find loaded calls. */
export function useCallList(): CallList {
  const list = useContext(CallListContext);
  if (!list) throw new Error("useCallList needs a CallListProvider above it.");
  return list;
}

/** Returns the calls that match the filters. They are loaded on the first use and kept up to date. */
export function useCalls(filters: CallFilters): CallListState {
  const list = useCallList();
  // Setting equal filters again has no effect.
  useEffect(() => {
    list.setFilters(filters);
    void list.load();
  });
  return useSyncExternalStore(list.subscribe, list.getState);
}
