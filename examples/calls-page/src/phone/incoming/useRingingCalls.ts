import type { SoftphoneCall } from "@skale-calls/softphone";
import { useSoftphone } from "@skale-calls/softphone/react";
import { usePhone } from "../PhoneProvider.tsx";

interface RingingCalls {
  /** The calls that ring here, oldest first. */
  ringing: readonly SoftphoneCall[];
  /** The calls that the agent has left to colleagues, and that nobody has answered yet. */
  dismissed: readonly SoftphoneCall[];
}

export function useRingingCalls(): RingingCalls {
  const { calls } = useSoftphone(usePhone());
  const all = calls.filter(
    ({ state }) => state.direction === "entrante" && state.phase === "ringing",
  );
  return {
    ringing: all.filter(({ state }) => !state.isDismissed),
    dismissed: all.filter(({ state }) => state.isDismissed),
  };
}
