import type { Clock } from "../lib/clock.ts";
import type { PeerConnection } from "./peerConnection.ts";

/**
 * Waits for all ICE candidates, because WhatsApp does not support trickle ICE. Waits at most `cap` milliseconds, because a
 * STUN server that does not respond would delay every call by many seconds. Host candidates are enough: WhatsApp is
 * ICE-lite, has public addresses, and learns our addresses from our connectivity checks.
 */
export function gatherCandidates(
  connection: PeerConnection,
  { clock, cap }: { clock: Clock; cap: number },
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(cap, resolve);
    const check = () => {
      if (connection.iceGatheringState !== "complete") return;
      cancel();
      resolve();
    };
    connection.addEventListener("icegatheringstatechange", check);
    check();
  });
}
