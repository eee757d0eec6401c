/** What all peer connections of a page sent and heard so far, by the browser's own statistics. */
export interface BrowserMedia {
  connections: number;
  /** Of the connection made last. */
  state: RTCPeerConnectionState | null;
  packetsSent: number;
  packetsReceived: number;
  /** Of the decoded sound of the far end: samples squared times seconds. */
  energyReceived: number;
  /** The same of the microphone. */
  energyOfMicrophone: number;
}

declare global {
  interface Window {
    readMedia(): Promise<BrowserMedia>;
    /** When the page was clicked last: milliseconds since 1970. */
    clickedAt: number;
  }
}

/**
 * Runs in the page before its own scripts: keeps hold of every RTCPeerConnection, so that `readMedia` can ask it, and of the
 * time of the last click.
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
      packetsSent: 0,
      packetsReceived: 0,
      energyReceived: 0,
      energyOfMicrophone: 0,
    };
    for (const connection of connections) {
      for (const stats of (await connection.getStats()).values()) {
        // Before the first sample there is no energy.
        const { type, packetsSent, packetsReceived, totalAudioEnergy = 0 } = stats;
        if (type === "outbound-rtp") media.packetsSent += packetsSent;
        if (type === "inbound-rtp") media.packetsReceived += packetsReceived;
        if (type === "inbound-rtp") media.energyReceived += totalAudioEnergy;
        if (type === "media-source") media.energyOfMicrophone += totalAudioEnergy;
      }
    }
    return media;
  };
}
