import type { SoftphoneCall, SoftphoneError } from "@skale-calls/softphone";
import { useCallback, useEffect, useState } from "react";

/** These end by themselves, and the call's state tells of them. */
const ofState: readonly string[] = ["no_media", "microphone_interrupted"];

/** The last warning of a call, until it is dismissed. */
export function useCallWarning(call: SoftphoneCall): [SoftphoneError | null, () => void] {
  const [warning, setWarning] = useState<SoftphoneError | null>(null);
  useEffect(() => {
    setWarning(null);
    return call.on("warning", (error) => {
      if (!ofState.includes(error.code)) setWarning(error);
    });
  }, [call]);
  return [warning, useCallback(() => setWarning(null), [])];
}
