import type { Clock } from "../lib/clock.ts";
import type { MediaStats } from "../peer/readStats.ts";

/** Levels and quality of a call, measured several times a second. */
export interface CallQuality extends MediaStats {
  /** Of the far end's packets, since the former measurement; null while none came. */
  lossPercent: number | null;
  /** When a packet of the far end came last, by this machine's clock; null before the first. */
  lastHeardAt: number | null;
}

function measureQuality(stats: MediaStats, before: CallQuality | null, now: number): CallQuality {
  const received = stats.packetsReceived - (before?.packetsReceived ?? 0);
  const lost = Math.max(0, stats.packetsLost - (before?.packetsLost ?? 0));
  return {
    ...stats,
    lossPercent: received + lost > 0 ? (100 * lost) / (received + lost) : null,
    lastHeardAt: received > 0 ? now : (before?.lastHeardAt ?? null),
  };
}

/**
 * Decoded silence has energy too, some 1e-9 a second in Chrome. Speech has passed this within milliseconds,
 * a quiet room (-60 dBFS) within a second.
 */
const audibleEnergy = 1e-6;

/** True once the far end is heard: a far end may send silence before the pickup. */
export function isHeard({ packetsReceived, energyReceived }: CallQuality): boolean {
  return packetsReceived > 0 && (energyReceived ?? 1) > audibleEnergy;
}

interface WatchOptions {
  readStats(): Promise<MediaStats>;
  clock: Clock;
  /** Milliseconds. */
  interval: number;
  onQuality(quality: CallQuality): void;
}

/** @returns a function that ends it. */
export function watchQuality({ readStats, clock, interval, onQuality }: WatchOptions): () => void {
  let last: CallQuality | null = null;
  let isOver = false;
  let cancel = clock.after(interval, measure);

  async function measure(): Promise<void> {
    // Statistics that cannot be read say nothing; the connection's own state tells of its end.
    const stats = await readStats().catch(() => null);
    if (isOver) return;
    if (stats) {
      last = measureQuality(stats, last, clock.now());
      onQuality(last);
    }
    cancel = clock.after(interval, measure);
  }

  return () => {
    isOver = true;
    cancel();
  };
}
