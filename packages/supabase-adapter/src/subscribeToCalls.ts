import type { CallsError } from "@skale-calls/core";
import {
  type CallChange,
  type CallChangeKind,
  type CallChanges,
  trackCallChanges,
} from "./callChanges.ts";
import { listedColumns } from "./callColumns.ts";
import type { TypedClient } from "./callsClient.ts";
import type { ListedCall } from "./database.ts";
import { quoteFilterValue } from "./quoteFilterValue.ts";
import { readAnswer } from "./readAnswer.ts";

/** How changes reach us. `offline`: the last reading failed; it is tried again, less and less often. */
export type SubscriptionStatus = "realtime" | "polling" | "offline";

export interface SubscribeToCallsOptions {
  /** Only calls of this branch. Without it: every call that the agent may see. */
  branchId?: string | null;
  /** Told of every call that came or changed, once each, and in the order of the changes. */
  onChange(call: ListedCall, kind: CallChangeKind): void;
  onStatus?(status: SubscriptionStatus, error?: CallsError): void;
  /** Ends the subscription, as the returned function does. */
  signal?: AbortSignal;
}

export interface SubscriptionTimers {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface SubscriptionSettings {
  timers: SubscriptionTimers;
  /** Milliseconds between two readings without Realtime. */
  pollInterval: number;
  /** Milliseconds between two readings while Realtime is there: a safety net. */
  safetyInterval: number;
}

const pageSize = 200;
const slowest = 30_000;

/**
 * Reads what changed since the last reading, by `updated_at`; Realtime, where there is one, only says
 * when to read. So the same code decides what changed, whatever woke it up, and rows are always whole
 * (Realtime leaves out large columns that did not change).
 */
export function subscribe(
  client: Pick<TypedClient, "from" | "channel" | "removeChannel">,
  { branchId, onChange, onStatus, signal }: SubscribeToCallsOptions,
  { timers, pollInterval, safetyInterval }: SubscriptionSettings,
): () => void {
  const stopping = new AbortController();
  let changes: CallChanges | undefined;
  let status: SubscriptionStatus | undefined;
  let timer: unknown;
  let isReading = false;
  let isWoken = false;
  let isLive = false;
  let failures = 0;

  function tell(told: readonly CallChange[]): void {
    for (const { call, kind } of told) {
      // A listener that throws is the page's own error and must not end the subscription.
      queueMicrotask(() => {
        if (!stopping.signal.aborted) onChange(call, kind);
      });
    }
  }

  function setStatus(next: SubscriptionStatus, error?: CallsError): void {
    if (next === status) return;
    status = next;
    onStatus?.(next, error);
  }

  async function read(): Promise<void> {
    if (isReading) {
      isWoken = true;
      return;
    }
    isReading = true;
    timers.clearTimeout(timer);
    do {
      isWoken = false;
      try {
        if (changes === undefined) changes = await startChanges();
        else tell(changes.take(await readChanged(changes.since())));
        failures = 0;
        if (!stopping.signal.aborted) setStatus(isLive ? "realtime" : "polling");
      } catch (error) {
        failures++;
        isWoken = false;
        if (!stopping.signal.aborted) setStatus("offline", error as CallsError);
      }
    } while (isWoken && !stopping.signal.aborted);
    isReading = false;
    if (!stopping.signal.aborted) timer = timers.setTimeout(read, pause());
  }

  function pause(): number {
    if (failures > 0) return Math.min(pollInterval * 2 ** failures, slowest);
    return isLive ? safetyInterval : pollInterval;
  }

  async function startChanges(): Promise<CallChanges> {
    const [newest] = await readAnswer(
      selectCalls().order("updated_at", { ascending: false }).limit(1),
    );
    if (newest === undefined) return trackCallChanges(null, []);
    const since = trackCallChanges(newest.updated_at, []).since();
    return trackCallChanges(newest.updated_at, await readChanged(since));
  }

  async function readChanged(since: string | null): Promise<ListedCall[]> {
    const rows: ListedCall[] = [];
    let page: ListedCall[];
    do {
      const last = rows.at(-1);
      let query = selectCalls();
      if (last) {
        const at = quoteFilterValue(last.updated_at);
        query = query.gte("updated_at", last.updated_at).or(`updated_at.gt.${at},id.gt.${last.id}`);
      } else if (since !== null) {
        query = query.gte("updated_at", since);
      }
      page = await readAnswer(query.order("updated_at").order("id").limit(pageSize));
      rows.push(...page);
    } while (page.length === pageSize && !stopping.signal.aborted);
    return rows;
  }

  function selectCalls() {
    const query = client
      .from("whatsapp_calls")
      .select<typeof listedColumns, ListedCall>(listedColumns)
      .not("updated_at", "is", null)
      // What fails is read again by us, and `offline` is told at once.
      .retry(false)
      .abortSignal(stopping.signal);
    return branchId ? query.eq("branch_id", branchId) : query;
  }

  const channel = client
    .channel?.(`whatsapp_calls:${Math.random().toString(36).slice(2)}`)
    .on(
      "postgres_changes",
      { event: "*", schema: "public", table: "whatsapp_calls" },
      (change: { eventType: string; old: Partial<ListedCall> }) => {
        if (change.eventType === "DELETE" && change.old.id !== undefined) {
          tell(changes?.remove(change.old.id) ?? []);
        }
        void read();
      },
    )
    .subscribe((state) => {
      if (stopping.signal.aborted) return;
      isLive = state === "SUBSCRIBED";
      void read();
    });

  function stop(): void {
    if (stopping.signal.aborted) return;
    stopping.abort();
    timers.clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    if (channel) void client.removeChannel?.(channel);
  }

  if (signal?.aborted) stop();
  else {
    signal?.addEventListener("abort", stop);
    void read();
  }
  return stop;
}
