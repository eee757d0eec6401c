/** The packets and sound of all peer connections of a page, from the browser's statistics. */
export interface BrowserMedia {
  connections: number;
  /** Values of the newest connection. */
  state: RTCPeerConnectionState | null;
  /** The type of its own address in use, such as `host` or `relay`; null until it is connected. */
  candidate: string | null;
  packetsSent: number;
  packetsReceived: number;
  /** The energy of the other side's decoded sound: samples squared times seconds. */
  energyReceived: number;
  /** The energy of the microphone's sound, in the same unit; null in Firefox, which does not report it. */
  energyOfMicrophone: number | null;
}

declare global {
  interface Window {
    readMedia(): Promise<BrowserMedia>;
    /** The time of the last click: milliseconds since 1970. */
    clickedAt: number;
  }
}

/**
 * Runs in the page before its own scripts: records every RTCPeerConnection, so that `readMedia` can query it, and the time of
 * the last click.
 */
export function watchConnections(): void {
  addEventListener(
    "click",
    ({ timeStamp }) => {
      window.clickedAt = performance.timeOrigin + timeStamp;
    },
    { capture: true },
  );
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  window.readMedia = async () => {
    const media: BrowserMedia = {
      connections: connections.length,
      state: connections.at(-1)?.connectionState ?? null,
      candidate: null,
      packetsSent: 0,
      packetsReceived: 0,
      energyReceived: 0,
      energyOfMicrophone: null,
    };
    for (const connection of connections) {
      const report = await connection.getStats();
      for (const stats of report.values()) {
        // Before the first sample there is no energy.
        const { type, packetsSent, packetsReceived, totalAudioEnergy = 0 } = stats;
        if (type === "transport") {
          const pair = report.get(stats.selectedCandidatePairId ?? "");
          media.candidate = report.get(pair?.localCandidateId ?? "")?.candidateType ?? null;
        }
        if (type === "outbound-rtp") media.packetsSent += packetsSent;
        if (type === "inbound-rtp") media.packetsReceived += packetsReceived;
        if (type === "inbound-rtp") media.energyReceived += totalAudioEnergy;
        if (type === "media-source" && "totalAudioEnergy" in stats) {
          media.energyOfMicrophone = (media.energyOfMicrophone ?? 0) + totalAudioEnergy;
        }
      }
    }
    return media;
  };
}
