import type { StatsReport } from "./peerConnection.ts";

/** The audio statistics of a connection. The counters start with the connection. */
export interface MediaStats {
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  /** `totalAudioEnergy` of WebRTC (squared amplitude times seconds); null if the browser does not report it. */
  energySent: number | null;
  energyReceived: number | null;
  /** The levels of the microphone and of the far end, 0 to 1. */
  inputLevel: number;
  outputLevel: number;
  /** Milliseconds; null while unknown. */
  roundTripMs: number | null;
  jitterMs: number | null;
}

/** The statistics that the browser reports. In Firefox, `inputLevel` is null. */
export interface PeerStats extends Omit<MediaStats, "inputLevel"> {
  inputLevel: number | null;
}

/** Reads a field of the entries of a type. Returns its first value that is a number, or null. */
type Read = (type: string, field: string) => number | null;

export function readStats(report: StatsReport): PeerStats {
  const entries: Readonly<Record<string, unknown>>[] = [];
  report.forEach((entry) => {
    if (entry.kind === undefined || entry.kind === "audio") entries.push(entry);
  });
  const read: Read = (type, field) => {
    for (const entry of entries) {
      const value = entry.type === type ? entry[field] : undefined;
      if (typeof value === "number") return value;
    }
    return null;
  };
  const inMilliseconds = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
  return {
    packetsSent: read("outbound-rtp", "packetsSent") ?? 0,
    packetsReceived: read("inbound-rtp", "packetsReceived") ?? 0,
    packetsLost: read("inbound-rtp", "packetsLost") ?? 0,
    energySent: read("media-source", "totalAudioEnergy"),
    energyReceived: read("inbound-rtp", "totalAudioEnergy"),
    inputLevel: read("media-source", "audioLevel"),
    outputLevel: read("inbound-rtp", "audioLevel") ?? 0,
    roundTripMs: inMilliseconds(
      read("remote-inbound-rtp", "roundTripTime") ?? read("candidate-pair", "currentRoundTripTime"),
    ),
    jitterMs: inMilliseconds(read("inbound-rtp", "jitter")),
  };
}
