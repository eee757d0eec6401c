/** All in milliseconds. */
export interface Timings {
  /** Gathering of ICE candidates. Default 2,000. */
  gathering: number;
  /** From the click or the pickup to audio. A claim lapses after 15 s. Default 15,000. */
  connecting: number;
  /** A lost connection's time to come back. Default 15,000. */
  reconnecting: number;
  /** Ringing here, should nobody tell of its end: WhatsApp rings for 60 s. Default 65,000. */
  ringing: number;
  /** Waiting for WhatsApp's SDP answer to a call whose dialling was unclear. Default 10,000. */
  unclear: number;
  /** Without a packet of the far end, until `no_media`. Default 5,000; WhatsApp cuts at about 20 s. */
  silence: number;
  /** Between two measurements of levels and quality. Default 250. */
  quality: number;
}

export const defaultTimings: Timings = {
  gathering: 2000,
  connecting: 15_000,
  reconnecting: 15_000,
  ringing: 65_000,
  unclear: 10_000,
  silence: 5000,
  quality: 250,
};
