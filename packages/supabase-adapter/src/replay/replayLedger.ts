import { isCallsError, type WebhookSource } from "@skale-calls/core";
import { createCaller } from "../createCaller.ts";
import type { RpcClient } from "../createSupabaseCallStore.ts";
import {
  hasChanged,
  type LedgerEntry,
  type LedgerPlace,
  type ReplayedEntry,
  type ReplayFilter,
} from "./ledgerEntry.ts";
import { type ReadEntry, type ReplayObstacle, rereadEntry } from "./rereadEntry.ts";

export interface ReplayOptions extends ReplayFilter {
  /** A client with the secret (service role) key, or `createPostgresClient`. */
  client: RpcClient;
  /** The senders whose entries are replayed. Their secrets are not used. */
  sources: readonly WebhookSource[];
  /** True to change nothing, and to tell what would change. */
  dryRun?: boolean;
  /** The place after which to begin: `place` of an earlier replay that did not end. */
  after?: LedgerPlace;
  /** How many entries one statement replays. Default: 50. */
  batchSize?: number;
  /** Called after each batch. */
  onProgress?(progress: ReplayProgress): void;
  /** Called for each entry that changed, or would change. */
  onChange?(entry: ReplayedEntry): void;
  /** Ends the replay after the current batch. */
  signal?: AbortSignal;
}

export interface ReplayProgress {
  /** How many entries the filter selects; null before they are counted, and if the database cannot count them in time. */
  total: number | null;
  read: number;
  /** How many entries or calls changed. */
  changed: number;
  /** How many entries had their effect before, or still have none. */
  unchanged: number;
  /** How many dead letters are still refused. They are among the unchanged ones. */
  stillDead: number;
  /** How many entries the database refused. They stay as they were. */
  failed: number;
  /** How many entries were not replayed, by reason. */
  skipped: Readonly<Record<ReplayObstacle, number>>;
  /** The last entry that was read; null before the first one. */
  place: LedgerPlace | null;
  /** True if no entry is left. */
  isDone: boolean;
}

const defaultBatchSize = 50;

/**
 * Replays entries of the ledger, the oldest first: the installed parsers read the stored payloads again, and the function that
 * records webhooks records what they read. So a dead letter that a newer version understands has its effect, and a lost call is
 * made again. The ledger marks such an entry with its new outcome. A replay of what had its effect changes nothing, and so does
 * a second replay. Each batch is one transaction.
 *
 * SDPs are not in the ledger, so a replay never makes a phone ring. What is not stored cannot be replayed: see
 * `ReplayObstacle`.
 *
 * @throws CallsError `store_unavailable`, `internal`. Batches before the failure have had their effects: continue with `after`.
 * @example
 * await replayLedger({ client, sources: [ycloudWebhooks({ secrets: [] })], outcomes: ["dead_letter"], dryRun: true });
 */
export async function replayLedger(options: ReplayOptions): Promise<ReplayProgress> {
  const { sources, dryRun = false, batchSize = defaultBatchSize, onProgress, signal } = options;
  const { from, to, provider, callId, outcomes } = options;
  const call = createCaller(options.client);
  let progress: ReplayProgress = {
    total: null,
    read: 0,
    changed: 0,
    unchanged: 0,
    stillDead: 0,
    failed: 0,
    skipped: { no_payload: 0, no_source: 0, still_unknown: 0, read_otherwise: 0 },
    place: options.after ?? null,
    isDone: false,
  };

  progress = { ...progress, total: await countEntries() };
  while (!progress.isDone && !signal?.aborted) {
    const { entries } = await find({ after: progress.place ?? undefined, limit: batchSize });
    const batch = await replayBatch(entries);
    progress = addBatch(progress, entries, batch, batchSize);
    onProgress?.(progress);
  }
  return progress;

  function find(page: object) {
    const query = { from, to, provider, callId, outcomes, ...page };
    return call<{ entries: LedgerEntry[]; count: number | null }>(
      "find_whatsapp_call_events",
      "p_query",
      query,
    );
  }

  /** Returns null if the database is away or has no time to count a large ledger. If it is away, the first batch fails too. */
  async function countEntries(): Promise<number | null> {
    try {
      return (await find({ after: options.after, limit: 0, count: true })).count;
    } catch (error) {
      if (isCallsError(error) && error.code === "store_unavailable") return null;
      throw error;
    }
  }

  async function replayBatch(entries: readonly LedgerEntry[]): Promise<Batch> {
    const reread = entries.map((entry) => rereadEntry(entry, sources));
    const obstacles = reread.filter((read) => typeof read === "string");
    const readable = reread.filter((read) => typeof read !== "string");
    const results = await send(readable);
    for (const result of results) {
      if (result !== "failed" && result !== null && hasChanged(result)) options.onChange?.(result);
    }
    return { obstacles, results };
  }

  /** Sends a batch. If the database refuses it, each of its entries is sent alone. */
  async function send(entries: readonly ReadEntry[]): Promise<BatchResult[]> {
    if (entries.length === 0) return [];
    try {
      return await call<(ReplayedEntry | null)[]>("replay_whatsapp_call_events", "p_replay", {
        entries,
        dryRun,
      });
    } catch (error) {
      if (!isCallsError(error) || error.code !== "store_refused") throw error;
      if (entries.length === 1) return ["failed"];
      const results: BatchResult[] = [];
      for (const entry of entries) results.push(...(await send([entry])));
      return results;
    }
  }
}

/** Null: the entry has changed since it was read. */
type BatchResult = ReplayedEntry | "failed" | null;

interface Batch {
  obstacles: readonly ReplayObstacle[];
  results: readonly BatchResult[];
}

function addBatch(
  progress: ReplayProgress,
  entries: readonly LedgerEntry[],
  { obstacles, results }: Batch,
  batchSize: number,
): ReplayProgress {
  const last = entries.at(-1);
  const replayed = results.filter((result) => result !== "failed" && result !== null);
  const changed = replayed.filter(hasChanged).length;
  const skipped = { ...progress.skipped };
  for (const obstacle of obstacles) skipped[obstacle] += 1;
  const dead = replayed.filter(({ after }) => after.outcome === "dead_letter").length;
  return {
    ...progress,
    read: progress.read + entries.length,
    changed: progress.changed + changed,
    unchanged: progress.unchanged + results.length - changed - countFailed(results),
    stillDead: progress.stillDead + dead,
    failed: progress.failed + countFailed(results),
    skipped,
    place: last ? { receivedAt: last.receivedAt, id: last.id } : progress.place,
    isDone: entries.length < batchSize,
  };
}

const countFailed = (results: readonly BatchResult[]) =>
  results.filter((result) => result === "failed").length;
