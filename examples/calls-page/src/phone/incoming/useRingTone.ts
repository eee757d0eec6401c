import { useEffect, useRef, useSyncExternalStore } from "react";
import { createRinger, type Ringer } from "./createRinger.ts";

interface RingToneOptions {
  /** Plays a short tone for each new call instead of ringing, because the agent is talking. */
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

/** Plays the ring tone while calls ring. @returns true while the tone should play but the browser blocks the sound. */
export function useRingTone(count: number, { isQuiet, isSilent }: RingToneOptions): boolean {
  const isBlockedNow = useSyncExternalStore(subscribe, isBlocked);
  const rings = count > 0 && !isQuiet && !isSilent;
  useEffect(() => {
    if (!rings) return;
    getRinger().start();
    return () => getRinger().stop();
  }, [rings]);
  const heardCount = useRef(0);
  useEffect(() => {
    if (isQuiet && !isSilent && count > heardCount.current) getRinger().beep();
    heardCount.current = count;
  }, [count, isQuiet, isSilent]);
  return rings && isBlockedNow;
}
