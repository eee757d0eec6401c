import { useCallback, useSyncExternalStore } from "react";
import type { CallQuality } from "../call/callQuality.ts";
import type { CallState } from "../call/callState.ts";
import type { SoftphoneCall } from "../call/softphoneCall.ts";
import type { Softphone, SoftphoneState } from "../createSoftphone.ts";

export {
  type CallPermissionResult,
  type PermissionQuery,
  useCallPermission,
} from "./useCallPermission.ts";
export type { PermissionService, PermissionState, PermissionTarget } from "./watchPermission.ts";

/**
 * Returns the softphone's state. The component renders again when this state changes, for example when a call is added, is
 * removed or changes its phase.
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

/** Returns the calls that ring or are in progress. */
export function useCalls(softphone: Softphone): readonly SoftphoneCall[] {
  return useSoftphone(softphone).calls;
}

/**
 * Returns a call's state. The component renders again at each change.
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

/** Returns a call's levels and quality. Use this hook in a small component, which then renders several times a second. */
export function useCallQuality(call: SoftphoneCall | null): CallQuality | null {
  const subscribe = useCallback(
    (onChange: () => void) => call?.on("quality", onChange) ?? (() => {}),
    [call],
  );
  const read = () => call?.quality ?? null;
  return useSyncExternalStore(subscribe, read, read);
}
