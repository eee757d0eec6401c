import type { SoftphoneCall, SoftphoneError } from "@skale-calls/softphone";
import { useCallback, useEffect, useState } from "react";

/** The last warning of a call, until it is dismissed; silence ends by itself and is told by the state. */
export function useCallWarning(call: SoftphoneCall): [SoftphoneError | null, () => void] {
  const [warning, setWarning] = useState<SoftphoneError | null>(null);
  useEffect(() => {
    setWarning(null);
    return call.on("warning", (error) => {
      if (error.code !== "no_media") setWarning(error);
    });
  }, [call]);
  return [warning, useCallback(() => setWarning(null), [])];
}
