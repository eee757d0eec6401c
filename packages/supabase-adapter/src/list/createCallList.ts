import { CallsError, isCallsError, isTerminal } from "@skale-calls/core";
import { type Clock, systemClock } from "@skale-calls/core/client";
import type { CallService } from "../createCallService.ts";
import type { ListedCall } from "../database.ts";
import type { CallChange } from "../live/callChanges.ts";
import type { SubscriptionStatus } from "../live/createCallFeed.ts";
import { appendPage, applyCallChanges, type ListExtent } from "./applyCallChanges.ts";
import { type CallFilters, readFilters } from "./callFilters.ts";
import { compareNewest } from "./callOrder.ts";
import { createPageReader, type ReadPage } from "./createPageReader.ts";
import { gatherChanges } from "./gatherChanges.ts";

export interface CallListOptions {
  service: Pick<CallService, "fetchWhatsappCallsPage" | "subscribeToCalls">;
  filters?: CallFilters;
  /** Calls per page: 1 to 500. Default 100. */
  pageSize?: number;
  /** For tests. */
  clock?: Clock;
}

/** The state of a list. It is immutable; every change creates a new object. */
export interface CallListState {
  /** The newest first, each call once. Calls without a creation time come before all others. */
  readonly calls: readonly ListedCall[];
  /** True while the first page is being read. */
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  /** True while `calls` still matches the previous filters. */
  readonly isStale: boolean;
  /** True if more calls follow the last one, and before the first page has arrived. */
  readonly hasMore: boolean;
  /** The error of the last reading. `retry` repeats that reading. */
  readonly error: CallsError | null;
  /** How changes arrive; null until this is known. */
  readonly status: SubscriptionStatus | null;
}

/**
 * A list of the calls that match the filters. It reads them page by page and follows their changes. Its functions do not need
 * `this`. `getState` and `subscribe` are the arguments of React's `useSyncExternalStore`.
 */
export interface CallList {
  getState(): CallListState;
  /** Calls the listener after each change of the state. @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /**
   * Reads the first page and follows changes, unless the list follows them already. It also works after `close`. The promise
   * never rejects: a failure is in `error`.
   */
  load(): Promise<void>;
  /** Reads the first page again. */
  reload(): Promise<void>;
  /** Reads the next page. Does nothing while a page is being read, or after the last page. */
  loadMore(): Promise<void>;
  /** Repeats the reading that failed. */
  retry(): Promise<void>;
  /**
   * Replaces the filters and, after `load`, reads the first page. The previous calls stay until this page arrives. Equal
   * filters change nothing.
   */
  setFilters(filters: CallFilters): void;
  /** Shows a change that is already known, such as the result of `updateCall`. */
  apply(changes: readonly CallChange[]): void;
  /** Stops following changes and ignores the results of pending readings. */
  close(): void;
}

interface ShownList extends ListExtent {
  /** The cursor of the next page; null after the last one. */
  next: string | null;
}

const initial: CallListState = {
  calls: [],
  isLoading: false,
  isLoadingMore: false,
  isStale: false,
  hasMore: true,
  error: null,
  status: null,
};

/**
 * Creates a list of calls for any framework: pages, live changes, and immutable snapshots.
 *
 * @example
 * const service = createCallService(supabase, { url, apiKey });
 * const list = createCallList({ service, filters: { missed: true } });
 * list.subscribe(() => show(list.getState().calls));
 * await list.load();
 * await list.loadMore();
 * list.close();
 */
export function createCallList({
  service,
  filters = {},
  pageSize = 100,
  clock = systemClock,
}: CallListOptions): CallList {
  const listeners = new Set<() => void>();
  const pages = createPageReader(service, pageSize);
  const gathering = gatherChanges(clock, take);
  let state = initial;
  /** A copy, because the caller may change its own object. */
  let wanted = { ...filters };
  /** The extent of the displayed calls, which may belong to the previous filters; null before the first page. */
  let shown: ShownList | null = null;
  /** The latest request. Results of earlier requests are ignored. */
  let reading: object | null = null;
  /** The latest request for the first page. */
  let firstPage: object | null = null;
  /** Repeats the reading that failed; null if none failed. */
  let repeat: (() => Promise<void>) | null = null;
  /** True if the displayed calls were read before the subscription started. Changes between the two may be missing. */
  let isBehind = false;
  let stopFollowing: (() => void) | null = null;

  function setState(changed: Partial<CallListState>): void {
    state = { ...state, ...changed };
    for (const listener of [...listeners]) listener();
  }

  function setError(error: CallsError | null, reread: (() => Promise<void>) | null): void {
    repeat = reread;
    setState({ isLoading: false, isLoadingMore: false, error });
  }

  function apply(changes: readonly CallChange[]): void {
    pages.tell(changes);
    if (shown === null) return;
    const calls = applyCallChanges(state.calls, changes, shown);
    if (calls !== state.calls) setState({ calls });
  }

  /**
   * Applies changes that the server or the page reports. If only the database can tell whether a call fits, the first page is read
   * again when a call that is not shown has ended, because a transcript comes after the end.
   */
  function take(changes: readonly CallChange[]): void {
    if (readFilters(wanted).query.said === undefined) {
      apply(changes);
      return;
    }
    const known = new Set(state.calls.map(({ id }) => id));
    const [told, others] = [
      changes.filter(({ call, kind }) => kind === "removed" || known.has(call.id)),
      changes.filter(({ call, kind }) => kind !== "removed" && !known.has(call.id)),
    ];
    apply(told);
    if (others.some(({ call }) => isTerminal(call.status))) {
      isBehind = true;
      void catchUp();
    }
  }

  function follow(): void {
    stopFollowing = service.subscribeToCalls({
      onStart() {
        isBehind = true;
        void catchUp();
      },
      onStatus(status) {
        setState({ status });
        if (status !== "offline") void catchUp();
      },
      onChange: (call, kind) => gathering.add({ call, kind }),
    });
  }

  /** Reads the first page again without replacing the following pages. After a failure, the next status repeats it. */
  async function catchUp(): Promise<void> {
    if (!isBehind || shown === null || state.isStale || reading !== null) return;
    const asked = firstPage;
    isBehind = false;
    try {
      const page = await pages.read(wanted, null);
      if (asked !== firstPage) return;
      apply([...leftOut(state.calls, page), ...page.calls.map(updated), ...page.told]);
      if (repeat === catchUp) setError(null, null);
    } catch (error) {
      if (asked !== firstPage) return;
      isBehind = true;
      // If a page is being read or has failed, its error takes precedence.
      if (reading === null && repeat === null) setError(asCallsError(error), catchUp);
    }
  }

  async function read(after: string | null): Promise<void> {
    const asked = {};
    reading = asked;
    repeat = null;
    if (after === null) {
      firstPage = asked;
      isBehind = false;
    }
    const { fits } = readFilters(wanted);
    setState({ isLoading: after === null, isLoadingMore: after !== null, error: null });
    try {
      const page = await pages.read(wanted, after);
      if (reading !== asked) return;
      const { next } = page;
      shown = { fits, next, end: next === null ? null : (page.calls.at(-1) ?? shown?.end ?? null) };
      const calls = after === null ? page.calls : appendPage(state.calls, page.calls);
      setState({
        calls: applyCallChanges(calls, page.told, shown),
        hasMore: next !== null,
        isStale: false,
        isLoading: false,
        isLoadingMore: false,
      });
    } catch (error) {
      if (reading !== asked) return;
      if (after === null) isBehind = true;
      setError(asCallsError(error), () => read(after));
    } finally {
      if (reading === asked) {
        reading = null;
        if (repeat === null) void catchUp();
      }
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      if (stopFollowing !== null) return;
      // Subscribes before it reads, so that no change is missed.
      follow();
      await read(null);
    },
    reload: () => read(null),
    async loadMore() {
      const next = shown?.next ?? null;
      if (reading === null && !state.isStale && next !== null) await read(next);
    },
    async retry() {
      if (reading === null) await repeat?.();
    },
    setFilters(filters) {
      if (JSON.stringify(filters) === JSON.stringify(wanted)) return;
      wanted = { ...filters };
      setState({ isStale: shown !== null });
      if (stopFollowing !== null) void read(null);
    },
    apply: take,
    close() {
      stopFollowing?.();
      stopFollowing = null;
      reading = null;
      firstPage = null;
      isBehind = false;
      gathering.clear();
      setState({ isLoading: false, isLoadingMore: false });
    },
  };
}

/** Returns removals of the shown calls that the first page no longer contains: they were deleted, or no longer match. */
function leftOut(calls: readonly ListedCall[], page: ReadPage): CallChange[] {
  const ids = new Set(page.calls.map(({ id }) => id));
  const end = page.next === null ? undefined : page.calls.at(-1);
  return calls
    .filter((call) => !ids.has(call.id) && (end === undefined || compareNewest(call, end) <= 0))
    .map((call) => ({ call, kind: "removed" }));
}

const updated = (call: ListedCall): CallChange => ({ call, kind: "updated" });

function asCallsError(error: unknown): CallsError {
  return isCallsError(error) ? error : new CallsError("internal", { cause: error });
}
