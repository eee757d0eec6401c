import { CallsError, isCallsError } from "@skale-calls/core";
import { type Clock, systemClock } from "@skale-calls/core/client";
import type { CallChange } from "../callChanges.ts";
import type { CallService } from "../createCallService.ts";
import type { ListedCall } from "../database.ts";
import type { SubscriptionStatus } from "../live/createCallFeed.ts";
import { appendPage, applyCallChanges, type ListExtent } from "./applyCallChanges.ts";
import { type CallFilters, readFilters } from "./callFilters.ts";

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
  /** The first page of the filters is being read. */
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  /** The calls still match the previous filters. */
  readonly isStale: boolean;
  /** More calls follow the last one. Also true before the first page has arrived. */
  readonly hasMore: boolean;
  /** The error of the last reading; `retry` reads again. */
  readonly error: CallsError | null;
  /** How changes arrive; null until it is known. */
  readonly status: SubscriptionStatus | null;
}

/**
 * The calls that match the filters, page by page and kept up to date. Its functions do not need `this`. `getState` and
 * `subscribe` are the arguments of React's `useSyncExternalStore`.
 */
export interface CallList {
  getState(): CallListState;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Reads the first page and follows changes, unless it already does. It also works after `close`. Never rejects: see `error`. */
  load(): Promise<void>;
  /** Reads the first page again. */
  reload(): Promise<void>;
  /** Reads the next page. Does nothing while a page is being read, or after the last page. */
  loadMore(): Promise<void>;
  /** Repeats the reading that failed. */
  retry(): Promise<void>;
  /** Replaces the filters and reads the first page. Until it arrives, the previous calls stay. Equal filters change nothing. */
  setFilters(filters: CallFilters): void;
  /** Shows a change that is already known, such as the result of `updateCall`. */
  apply(changes: readonly CallChange[]): void;
  /** Stops following changes and ignores the results of pending readings. */
  close(): void;
}

/** Milliseconds in which changes are collected, so that a burst of changes causes one update. */
const gathering = 50;

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
 * A list of calls for any framework: pages, live changes, and immutable snapshots.
 *
 * @example
 * const list = createCallList({ service: createCallService(supabase), filters: { missed: true } });
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
  let state = initial;
  let wanted = filters;
  /** The filters of the displayed calls, which may be the previous filters. */
  let extent: ListExtent = { fits: readFilters(filters).fits, end: null };
  let next: string | null = null;
  let hasPage = false;
  /** The start of the last reading. */
  let lastAfter: string | null = null;
  /** The number of the latest request. Results of earlier requests are ignored. */
  let reading: object | null = null;
  /** Changes since a page was requested. The page may contain older rows. */
  let toldWhileReading: CallChange[] = [];
  let gathered: CallChange[] = [];
  /** Cancels the scheduled update. */
  let cancelShowing: (() => void) | null = null;
  let stopFollowing: (() => void) | null = null;

  function setState(changed: Partial<CallListState>): void {
    state = { ...state, ...changed };
    for (const listener of [...listeners]) listener();
  }

  function apply(changes: readonly CallChange[]): void {
    if (reading !== null) toldWhileReading.push(...changes);
    const calls = applyCallChanges(state.calls, changes, extent);
    if (calls !== state.calls) setState({ calls });
  }

  function follow(): void {
    let isFollowing = false;
    stopFollowing = service.subscribeToCalls({
      onStatus(status) {
        setState({ status });
        if (isFollowing || status === "offline") return;
        isFollowing = true;
        // If another subscriber already started the feed, its position is before the first page.
        if (stopFollowing !== null) void catchUp();
      },
      onChange(call, kind) {
        gathered.push({ call, kind });
        cancelShowing ??= clock.after(gathering, showGathered);
      },
    });
  }

  /**
   * Reports begin when the subscription has started, which is after the first page was requested. Changes in between require
   * a second reading.
   */
  async function catchUp(): Promise<void> {
    const asked = wanted;
    const read = service.fetchWhatsappCallsPage({ ...asked, limit: pageSize, after: null });
    const page = await read.catch(() => null);
    if (page === null || asked !== wanted || stopFollowing === null) return;
    apply(page.calls.map((call) => ({ call, kind: "updated" })));
  }

  function showGathered(): void {
    const changes = gathered;
    gathered = [];
    cancelShowing = null;
    apply(changes);
  }

  async function read(after: string | null): Promise<void> {
    const asked = {};
    reading = asked;
    lastAfter = after;
    toldWhileReading = [];
    const { fits } = readFilters(wanted);
    setState({ isLoading: after === null, isLoadingMore: after !== null, error: null });
    try {
      const page = await service.fetchWhatsappCallsPage({ ...wanted, limit: pageSize, after });
      if (reading !== asked) return;
      next = page.next;
      hasPage = true;
      extent = { fits, end: next === null ? null : (page.calls.at(-1) ?? extent.end) };
      const calls = after === null ? page.calls : appendPage(state.calls, page.calls);
      setState({
        calls: applyCallChanges(calls, toldWhileReading, extent),
        hasMore: next !== null,
        isStale: false,
        isLoading: false,
        isLoadingMore: false,
      });
    } catch (error) {
      if (reading !== asked) return;
      setState({ isLoading: false, isLoadingMore: false, error: asCallsError(error) });
    } finally {
      if (reading === asked) reading = null;
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
      if (reading === null && !state.isStale && next !== null) await read(next);
    },
    async retry() {
      if (state.error !== null && reading === null) await read(lastAfter);
    },
    setFilters(filters) {
      if (JSON.stringify(filters) === JSON.stringify(wanted)) return;
      wanted = filters;
      if (stopFollowing === null) return;
      setState({ isStale: hasPage });
      void read(null);
    },
    apply,
    close() {
      stopFollowing?.();
      stopFollowing = null;
      reading = null;
      cancelShowing?.();
      cancelShowing = null;
      gathered = [];
      setState({ isLoading: false, isLoadingMore: false });
    },
  };
}

function asCallsError(error: unknown): CallsError {
  return isCallsError(error) ? error : new CallsError("internal", { cause: error });
}
