import { useEffect, useSyncExternalStore } from "react";
import { createRinger, type Ringer } from "./createRinger.ts";

interface RingToneOptions {
  /** While the agent is talking: a short tone for each new call. */
  isQuiet: boolean;
  isSilent: boolean;
}

let ringer: Ringer | undefined;
const getRinger = () => {
  ringer ??= createRinger();
  return ringer;
};
const subscribe = (listener: () => void) => getRinger().subscribe(listener);
const isBlocked = () => getRinger().isBlocked();

/** Rings while calls ring. @returns true when it should ring and the browser blocks the sound. */
export function useRingTone(count: number, { isQuiet, isSilent }: RingToneOptions): boolean {
  const isBlockedNow = useSyncExternalStore(subscribe, isBlocked);
  const rings = count > 0 && !isQuiet && !isSilent;
  useEffect(() => {
    if (!rings) return;
    getRinger().start();
    return () => getRinger().stop();
  }, [rings]);
  const beeps = isQuiet && !isSilent ? count : 0;
  useEffect(() => {
    if (beeps > 0) getRinger().beep();
  }, [beeps]);
  return rings && isBlockedNow;
}
