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
  /** How many calls a page brings: 1 to 500. Default 100. */
  pageSize?: number;
  /** For tests. */
  clock?: Clock;
}

/** What a list shows; never changed, but replaced by another one. */
export interface CallListState {
  /** The newest first, each call once; those without a time of creation before all others. */
  readonly calls: readonly ListedCall[];
  /** The first page of the filters is being read. */
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  /** The calls are still those of the filters before. */
  readonly isStale: boolean;
  /** There are calls behind the last one; true also before the first page has come. */
  readonly hasMore: boolean;
  /** Why the last reading failed; `retry` reads again. */
  readonly error: CallsError | null;
  /** How changes arrive; null until it is known. */
  readonly status: SubscriptionStatus | null;
}

/**
 * The calls that fit some filters, page by page and kept up to date. Its functions need no `this`, and
 * `getState` and `subscribe` are what React's `useSyncExternalStore` takes.
 */
export interface CallList {
  getState(): CallListState;
  /** @returns a function that ends it. */
  subscribe(listener: () => void): () => void;
  /** Reads the first page and follows changes, unless it does so already; also after `close`. Never rejects: see `error`. */
  load(): Promise<void>;
  /** Reads the first page anew. */
  reload(): Promise<void>;
  /** Reads the next page; does nothing while one is being read, or when there is none. */
  loadMore(): Promise<void>;
  /** Reads again what could not be read. */
  retry(): Promise<void>;
  /** Other calls, from the first page on; those of the filters before stay until it has come. The same filters change nothing. */
  setFilters(filters: CallFilters): void;
  /** Shows a change that is known already, such as the answer of `updateCall`. */
  apply(changes: readonly CallChange[]): void;
  /** Ends the following of changes and forgets readings that are under way. */
  close(): void;
}

/** Milliseconds in which changes are gathered: a burst is shown at once. */
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
  /** Of the calls that are shown, which may be those of the filters before. */
  let extent: ListExtent = { fits: readFilters(filters).fits, end: null };
  let next: string | null = null;
  let hasPage = false;
  /** Where the last reading began. */
  let lastAfter: string | null = null;
  /** What was asked for last; answers of others are forgotten. */
  let reading: object | null = null;
  /** A page that was asked for before a change, and comes after it, does not know of the change. */
  let toldWhileReading: CallChange[] = [];
  let gathered: CallChange[] = [];
  /** Cancels the showing of what is gathered. */
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
        // One that others have started already is ahead of the first page.
        if (stopFollowing !== null) void catchUp();
      },
      onChange(call, kind) {
        gathered.push({ call, kind });
        cancelShowing ??= clock.after(gathering, showGathered);
      },
    });
  }

  /**
   * Changes are told from the moment on at which the subscription has started, which is after the first page was asked for: what
   * changed between the two is read once more.
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
      // First, so that nothing falls between.
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
