/** The softphone's time limits, in milliseconds. The server's own limits are `timeLimits` of core. */
export interface Timings {
  /** The time limit for fetching the ICE servers, and the one for finding a first ICE candidate. Default 2,000. */
  gathering: number;
  /**
   * How long an answered call waits for its pre-accept before it connects anyway. Default 3,000: Firefox gives up without
   * candidates of the other side after 5 s.
   */
  preAccept: number;
  /** The time limit of the phase `connecting`. Default 15,000: a claim at the server lasts as long. */
  connecting: number;
  /** The time in which a lost connection may come back. Default 15,000. */
  reconnecting: number;
  /** How long an incoming call rings if no end is reported. Default 65,000, a little longer than the server's limit. */
  ringing: number;
  /** How long to wait for WhatsApp's SDP answer after a dial whose result is unclear. Default 10,000. */
  unclear: number;
  /** How long to wait for WhatsApp's SDP answer after any dial. Default 40,000. */
  dialling: number;
  /** How long to wait for the pickup after a dial if no end is reported. Default 125,000: the server waits a little less. */
  unanswered: number;
  /** How long the row is followed after a request to end the call has failed. Default 120,000. */
  settling: number;
  /** How long no packet arrives before the `no_media` warning. Default 5,000. WhatsApp ends the call after about 20 s. */
  silence: number;
  /** The wait before a muted microphone is reopened. Each further try waits twice as long, up to 30 s. Default 2,000. */
  microphone: number;
  /** The time between two measurements of levels and quality. Default 250. */
  quality: number;
}

export const defaultTimings: Timings = {
  gathering: 2000,
  preAccept: 3000,
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
