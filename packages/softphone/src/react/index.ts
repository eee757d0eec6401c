import { useCallback, useSyncExternalStore } from "react";
import type { CallQuality } from "../call/callQuality.ts";
import type { CallState } from "../call/callState.ts";
import type { SoftphoneCall } from "../call/softphoneCall.ts";
import type { Softphone, SoftphoneState } from "../createSoftphone.ts";

/**
 * The softphone's state. The component renders again when a call is added, is removed or changes its phase.
 *
 * @example
 * const { current, lastEnded, isOnline } = useSoftphone(softphone);
 */
export function useSoftphone(softphone: Softphone): SoftphoneState {
  const subscribe = useCallback(
    (onChange: () => void) => softphone.on("state", onChange),
    [softphone],
  );
  const read = () => softphone.state;
  return useSyncExternalStore(subscribe, read, read);
}

/** The calls that ring or are in progress. */
export function useCalls(softphone: Softphone): readonly SoftphoneCall[] {
  return useSoftphone(softphone).calls;
}

/**
 * A call's state. The component renders again at each change.
 *
 * @example
 * const { phase, isMuted, answeredAt } = useCall(call);
 */
export function useCall(call: SoftphoneCall): CallState;
export function useCall(call: SoftphoneCall | null): CallState | null;
export function useCall(call: SoftphoneCall | null): CallState | null {
  const subscribe = useCallback(
    (onChange: () => void) => call?.on("state", onChange) ?? (() => {}),
    [call],
  );
  const read = () => call?.state ?? null;
  return useSyncExternalStore(subscribe, read, read);
}

/** Levels and quality. The component renders again several times a second, so use the hook in a small component. */
export function useCallQuality(call: SoftphoneCall | null): CallQuality | null {
  const subscribe = useCallback(
    (onChange: () => void) => call?.on("quality", onChange) ?? (() => {}),
    [call],
  );
  const read = () => call?.quality ?? null;
  return useSyncExternalStore(subscribe, read, read);
}
