import type { Log } from "@skale-calls/core";
import type { CallQuality } from "../call/callQuality.ts";
import { type Rating, rateQuality } from "../call/rateQuality.ts";
import type { SoftphoneCall } from "../call/softphoneCall.ts";

/** The number of measurements that are rated: those of five seconds, four per second. */
const kept = 20;

/** Logs when the quality of a call becomes bad, and when it is no longer bad. */
export function logQuality(log: Log, call: SoftphoneCall): void {
  let samples: CallQuality[] = [];
  let rating: Rating = "unknown";
  call.on("quality", (quality) => {
    samples = [...samples, quality].slice(-kept);
    const rated = rateQuality(samples);
    if (samples.length < kept || rated.rating === rating) return;
    const fields = { call: call.id, ...rated };
    if (rated.rating === "bad") log.warn("softphone: bad quality", fields);
    else if (rating === "bad") log.info("softphone: better quality", fields);
    ({ rating } = rated);
  });
}
