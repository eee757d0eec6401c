import type { Clock } from "../lib/clock.ts";
import type { MediaStats } from "../peer/readStats.ts";

/** Levels and quality of a call, measured several times a second. */
export interface CallQuality extends MediaStats {
  /** The percentage of the far end's packets that were lost since the previous measurement; null if it sent none. */
  lossPercent: number | null;
  /** When a measurement last found new packets of the far end, by this machine's clock; null before the first packet. */
  lastHeardAt: number | null;
}

type Packets = Pick<MediaStats, "packetsReceived" | "packetsLost">;

const noPackets: Packets = { packetsReceived: 0, packetsLost: 0 };

/** Returns the percentage of the far end's packets that were lost between two measurements; null if it sent none. */
export function measureLoss(before: Packets, after: Packets): number | null {
  // The counter of lost packets decreases when a late packet arrives.
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const sent = after.packetsReceived - before.packetsReceived + lost;
  return sent > 0 ? (100 * lost) / sent : null;
}

function measureQuality(stats: MediaStats, before: CallQuality | null, now: number): CallQuality {
  const { packetsReceived } = before ?? noPackets;
  return {
    ...stats,
    lossPercent: measureLoss(before ?? noPackets, stats),
    lastHeardAt: stats.packetsReceived > packetsReceived ? now : (before?.lastHeardAt ?? null),
  };
}

/**
 * The received energy above which the far end has been heard. Decoded silence has energy too, about 1e-9 per second in
 * Chrome. Speech exceeds the threshold within milliseconds, a quiet room (-60 dBFS) within a second.
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

/**
 * Measures the quality at each interval.
 *
 * @returns a function that stops the measurements.
 */
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
