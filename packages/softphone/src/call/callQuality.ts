import type { Clock } from "../lib/clock.ts";
import type { MediaStats } from "../peer/readStats.ts";

/** Levels and quality of a call, measured several times a second. */
export interface CallQuality extends MediaStats {
  /** The share of the far end's packets that were lost since the previous measurement; null if none arrived. */
  lossPercent: number | null;
  /** The time of the far end's last packet, by this machine's clock; null before the first packet. */
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
 * Decoded silence has energy too, about 1e-9 per second in Chrome. Speech exceeds this threshold within milliseconds, a
 * quiet room (-60 dBFS) within a second.
 */
const audibleEnergy = 1e-6;

/** True after the far end has been heard. Packets are not enough: a far end may send silence before the pickup. */
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

/** @returns a function that stops the measurements. */
export function watchQuality({ readStats, clock, interval, onQuality }: WatchOptions): () => void {
  let last: CallQuality | null = null;
  let isOver = false;
  let cancel = clock.after(interval, measure);

  async function measure(): Promise<void> {
    // Unreadable statistics are ignored: the connection's state shows whether it has ended.
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
