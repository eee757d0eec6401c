import { phoneAliases } from "../phone/phoneAliases.ts";
import type { CallMedia, MediaQueue } from "../ports/mediaQueue.ts";
import { type ContactColumns, contactKeys, shares } from "../rules/contactKeys.ts";
import {
  type MediaKind,
  mediaKinds,
  mediaPath,
  mediaPause,
  retriableMedia,
} from "../rules/media.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import type { MemoryCallStore } from "./createMemoryCallStore.ts";
import { findContactKeys, joinContactKeys } from "./findContactKeys.ts";

/** A row of the queue. */
export interface MemoryMedia extends CallMedia {
  id: string;
  /** Our own id of the call; null after the call was deleted. */
  call: string | null;
  asset_id: string;
  /** How many attempts at this asset failed with a fault of the file itself. */
  faults: number;
  /** The file of the latest attempt, which is written now, or whose result was never saved. */
  attempt_path: string | null;
  leased_until: number;
  created_at: number;
}

export interface MemoryMediaQueueOptions {
  store: MemoryCallStore;
  /** The retention periods: the days of a branch, or null for the branches that have none. */
  retention?: ReadonlyMap<string | null, number>;
  now?: () => Date;
}

/** A `MediaQueue` in memory whose rows can be read. */
export interface MemoryMediaQueue extends MediaQueue {
  readonly rows: MemoryMedia[];
}

const day = 24 * 3600 * 1000;

/**
 * Creates the queue beside a store in memory. It finds new assets in the store's calls, and behaves like the queue in the
 * database: both pass the same contract suite.
 *
 * @example
 * const store = createMemoryCallStore(world);
 * const queue = createMemoryMediaQueue({ store });
 */
export function createMemoryMediaQueue(options: MemoryMediaQueueOptions): MemoryMediaQueue {
  const { store, retention = new Map() } = options;
  const { calls } = store;
  const now = () => (options.now ?? (() => new Date()))().getTime();
  const rows: MemoryMedia[] = [];

  const assetOf = (call: Call, kind: MediaKind) => call[`${kind}_asset`];
  const providersOf = ({ call: id }: MemoryMedia) => {
    const call = calls.get(id ?? "");
    const inbox = call && store.inboxes.find((candidate) => candidate.id === call.inbox_id);
    return { provider: call?.provider ?? null, inboxProvider: inbox?.provider ?? null };
  };
  const rowsOf = (call: string) => rows.filter((row) => row.call === call);

  /** Brings the rows into agreement with the calls, as the functions of the database do in each statement. */
  function follow(): void {
    for (const row of rows) {
      if (row.call === null || calls.has(row.call)) continue;
      const heir = [...calls.values()].find(
        (call) =>
          assetOf(call, row.kind) === row.asset_id &&
          !rowsOf(call.id).some(({ kind }) => kind === row.kind),
      );
      row.call = heir?.id ?? null;
    }
    const known = new Map(rows.map((row) => [`${row.call} ${row.kind}`, row]));
    for (const call of calls.values()) {
      for (const kind of mediaKinds) {
        const asset = assetOf(call, kind);
        if (asset === null) continue;
        const row = known.get(`${call.id} ${kind}`);
        const since = Date.parse(call.updated_at);
        if (!row) rows.push(newRow(call.id, kind, asset, since));
        else if (row.asset_id !== asset && row.status !== "removed") {
          // The result of a running attempt no longer counts. A stored file stays until the newer one is stored.
          const { id, attempts, path, attempt_path, media_type, bytes, sha256, stored_at } = row;
          const file = { path, attempt_path, media_type, bytes, sha256, stored_at };
          const kept = { id, attempts: attempts + 1, ...file };
          Object.assign(row, newRow(call.id, kind, asset, since), kept);
        }
      }
    }
  }

  /** Leaves a file to the worker, as the file of a row without a call. */
  function discardFile({ kind, asset_id }: MemoryMedia, path: string | null, dueAt = 0): void {
    if (path === null) return;
    const row = newRow(null, kind, asset_id, now());
    rows.push({ ...row, status: "removed", path, leased_until: dueAt });
  }

  /** The paths of a call's files, also of those that already wait for their deletion. */
  function pathsOf(call: string): string[] {
    const own = rows.filter((row) => row.call === call || row.path?.split("/")[1] === call);
    return own.flatMap(({ path, attempt_path }) => [path, attempt_path]).filter((p) => p !== null);
  }

  const isLeased = (row: MemoryMedia) => row.leased_until > now();
  const isOver = (call: Call) => {
    const days = retention.get(call.branch_id) ?? retention.get(null);
    return days !== undefined && Date.parse(call.created_at) < now() - days * day;
  };

  return {
    rows,

    async leaseMedia({ limit, lifetimes = {}, lifetime = timeLimits.mediaLifetime }) {
      follow();
      for (const row of rows) {
        const { provider, inboxProvider } = providersOf(row);
        const seconds = lifetimes[provider ?? ""] ?? lifetimes[inboxProvider ?? ""] ?? lifetime;
        const isGone = row.created_at < now() - seconds * 1000;
        if (row.status === "pending" && isGone && !isLeased(row)) row.status = "expired";
      }
      const due = rows
        .filter(
          (row) =>
            row.call !== null &&
            row.status === "pending" &&
            Date.parse(row.next_at) <= now() &&
            !isLeased(row),
        )
        .sort((a, b) => Date.parse(a.next_at) - Date.parse(b.next_at))
        .slice(0, limit);
      return due.map((row) => {
        const leaseEnd = now() + timeLimits.mediaLease * 1000;
        // The earlier attempt may still be writing its file.
        discardFile(row, row.attempt_path, leaseEnd);
        const { id, call, kind, asset_id: assetId, faults } = row;
        const callId = call ?? "";
        const branchId = calls.get(callId)?.branch_id ?? null;
        const attempt = row.attempts + 1;
        const path = mediaPath({ branchId, callId, kind }, attempt);
        row.attempts = attempt;
        row.attempt_path = path;
        row.leased_until = leaseEnd;
        row.next_at = new Date(now() + mediaPause(attempt) * 1000).toISOString();
        return { id, callId, kind, ...providersOf(row), assetId, attempt, faults, path };
      });
    },

    async settleMedia(result) {
      follow();
      const row = rows.find(({ id }) => id === result.id);
      if (row?.status !== "pending" || row.attempts !== result.attempt) return "superseded";
      row.leased_until = 0;
      if (result.outcome === "stored") {
        const isNewer = row.path !== null;
        discardFile(row, row.path);
        row.status = "stored";
        row.path = row.attempt_path;
        row.attempt_path = null;
        row.media_type = result.mediaType;
        row.bytes = result.bytes;
        row.sha256 = result.sha256;
        row.error_code = null;
        row.stored_at = new Date(now()).toISOString();
        const call = calls.get(row.call ?? "");
        const { transcript = null } = result;
        // The text of a newer file replaces that of the older one.
        const known = isNewer ? 0 : (call?.transcript?.length ?? 0);
        if (call && transcript && transcript.length > known) {
          calls.set(call.id, { ...call, transcript });
        }
      } else {
        row.status = result.isFinal ? "failed" : "pending";
        if (!result.mayHaveFile) row.attempt_path = null;
        row.error_code = result.errorCode;
        if (result.isFault) row.faults += 1;
        const pause = mediaPause(result.isFault ? row.faults : row.attempts);
        row.next_at = new Date(now() + pause * 1000).toISOString();
      }
      return row.status;
    },

    async findMedia({ callId, kind }) {
      follow();
      const row = rowsOf(callId).find((candidate) => candidate.kind === kind);
      return row ? show(row) : null;
    },

    async retryMedia({ id, userId }) {
      follow();
      if (!(await store.findCall({ id, userId }))) return null;
      const own = rowsOf(id).sort((a, b) => (a.kind < b.kind ? -1 : 1));
      for (const row of own) {
        if (!retriableMedia.includes(row.status)) continue;
        // Otherwise what has expired would expire again at once.
        if (row.status !== "pending") row.created_at = now();
        row.status = "pending";
        row.next_at = new Date(now()).toISOString();
      }
      return own.map(show);
    },

    async leaseRemovals({ limit }) {
      follow();
      for (const call of calls.values()) {
        if (!isOver(call)) continue;
        if (call.transcript !== null || call.recording_url !== null) {
          calls.set(call.id, { ...call, transcript: null, recording_url: null });
        }
        for (const row of rowsOf(call.id)) {
          if (row.path === null && !isLeased(row)) row.status = "removed";
        }
      }
      for (const row of [...rows]) {
        if (isLeased(row)) continue;
        if (row.status !== "pending" || row.call === null) {
          discardFile(row, row.attempt_path);
          row.attempt_path = null;
        }
        if (row.call === null && row.path === null) {
          rows.splice(rows.indexOf(row), 1);
        }
      }
      const due = rows.filter(({ call, path, leased_until }) => {
        if (path === null || leased_until > now()) return false;
        const known = call === null ? undefined : calls.get(call);
        return known === undefined || isOver(known);
      });
      return due.slice(0, limit).map((row) => {
        row.leased_until = now() + timeLimits.mediaLease * 1000;
        return { id: row.id, path: row.path ?? "" };
      });
    },

    async settleRemoval({ id, path }) {
      const row = rows.find((candidate) => candidate.id === id && candidate.path === path);
      if (!row) return;
      if (row.call === null && row.attempt_path === null) rows.splice(rows.indexOf(row), 1);
      else Object.assign(row, { status: "removed", path: null, sha256: null, leased_until: 0 });
    },

    async eraseContact({ phone, userId }) {
      follow();
      const asked = { contact_phone: phone ?? null, contact_user_id: userId ?? null };
      const rows = { ...store, changes: store.contactChanges };
      // Somebody else can have a former number now.
      const findKeys = phone === undefined ? findContactKeys : joinContactKeys;
      const keys = findKeys(contactKeys(asked)[0] ?? "", rows);
      const isKept = (row: ContactColumns) => !shares(contactKeys(row), keys);
      const erased = [...calls.values()].filter((call) => !isKept(call));
      const paths = erased.flatMap(({ id }) => pathsOf(id));
      const traces = readTraces([asked, ...erased], keys);
      const callIds = new Set<string | null>(erased.map(({ call_id }) => call_id));
      for (const { id } of erased) {
        calls.delete(id);
        store.sessions.delete(id);
      }
      keep(store.ledger, ({ callId, payload }) => {
        const text = JSON.stringify(payload) ?? "";
        return !callIds.has(callId) && !traces.some((trace) => text.includes(trace));
      });
      keep(store.verdicts, isKept);
      keep(store.contactChanges, (row) => isKept(row) && !keys.has(row.previous_user_id ?? ""));
      for (const [id, request] of store.requests) if (!isKept(request)) store.requests.delete(id);
      follow();
      return { calls: erased.length, paths };
    },
  };
}

/** Texts by which a payload names a contact: user ids, and the digits of every form of a phone. */
function readTraces(rows: readonly ContactColumns[], keys: ReadonlySet<string>): string[] {
  const known = [...keys, ...rows.flatMap(({ contact_phone }) => contact_phone ?? [])];
  return known
    .flatMap((text) => (text.startsWith("+") ? phoneAliases(text) : [text]))
    .map((text) => text.replace(/^\+/, ""))
    .filter(({ length }) => length >= 8);
}

function keep<T>(list: T[], isKept: (item: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}

function newRow(call: string | null, kind: MediaKind, assetId: string, at: number): MemoryMedia {
  return {
    id: crypto.randomUUID(),
    call,
    kind,
    asset_id: assetId,
    status: "pending",
    attempts: 0,
    faults: 0,
    next_at: new Date(at).toISOString(),
    leased_until: 0,
    path: null,
    attempt_path: null,
    media_type: null,
    bytes: null,
    sha256: null,
    error_code: null,
    stored_at: null,
    created_at: at,
  };
}

function show(row: MemoryMedia): CallMedia {
  const { kind, status, attempts, path, media_type, bytes, sha256, error_code, next_at } = row;
  return {
    kind,
    status,
    attempts,
    path,
    media_type,
    bytes,
    sha256,
    error_code,
    next_at,
    stored_at: row.stored_at,
  };
}
