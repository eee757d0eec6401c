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
  /** From the dial to WhatsApp's SDP answer, without which nobody would be heard. Default 40,000. */
  dialling: number;
  /** From the dial to the pickup, should nobody tell of the call's end: the server gives up after 120 s. Default 125,000. */
  unanswered: number;
  /** How long the row of a call is followed that ended here, when it is not known whether it did at WhatsApp. Default 120,000. */
  settling: number;
  /** Without a packet of the far end, until `no_media`. Default 5,000; WhatsApp cuts at about 20 s. */
  silence: number;
  /** Until a microphone that the system has muted is opened anew; each later try waits twice as long, up to 30 s. Default 2,000. */
  microphone: number;
  /** Between two measurements of levels and quality. Default 250. */
  quality: number;
}

export const defaultTimings: Timings = {
  gathering: 2000,
  connecting: 15_000,
  reconnecting: 15_000,
  ringing: 65_000,
  unclear: 10_000,
  dialling: 40_000,
  unanswered: 125_000,
  settling: 120_000,
  silence: 5000,
  microphone: 2000,
  quality: 250,
};
