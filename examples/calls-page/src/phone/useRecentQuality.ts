import type { CallQuality, SoftphoneCall } from "@skale-calls/softphone";
import { useEffect, useState } from "react";

/** Five seconds of four measurements. */
const kept = 20;

/** A call's last measurements, the newest last. Renders several times a second: for small components. */
export function useRecentQuality(call: SoftphoneCall): readonly CallQuality[] {
  const [samples, setSamples] = useState<readonly CallQuality[]>([]);
  useEffect(
    () => call.on("quality", (quality) => setSamples((all) => [...all, quality].slice(-kept))),
    [call],
  );
  return samples;
}
