/** The time limits of the phone itself, in milliseconds. The server has its own limits; they are `timeLimits` of core. */
export interface Timings {
  /** The longest gathering of ICE candidates. Default 2,000. */
  gathering: number;
  /** From the click or the pickup to audio. Default 15,000, as long as a claim lasts at the server. */
  connecting: number;
  /** The time in which a lost connection may come back. Default 15,000. */
  reconnecting: number;
  /** The longest ringing here, if no end is reported. Default 65,000, a little longer than an offer rings at the server. */
  ringing: number;
  /** The wait for WhatsApp's SDP answer after a dial whose result is unclear. Default 10,000. */
  unclear: number;
  /** From the dial to WhatsApp's SDP answer, without which there is no audio. Default 40,000. */
  dialling: number;
  /** From the dial to the pickup, if no end is reported. Default 125,000, a little later than the server expires the call. */
  unanswered: number;
  /** After the end here, the time for which the row is followed if the call may not have ended at WhatsApp. Default 120,000. */
  settling: number;
  /** The time without a packet of the far end before `no_media`. Default 5,000; WhatsApp ends the call after about 20 s. */
  silence: number;
  /** The time before a microphone that the system has muted is reopened; each later try waits twice as long, up to 30 s. Default 2,000. */
  microphone: number;
  /** The time between two measurements of levels and quality. Default 250. */
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
