import type { Clock } from "../lib/clock.ts";
import type { PeerConnection } from "./peerConnection.ts";

/**
 * Waits for all ICE candidates, since WhatsApp takes no trickle, but not longer than `cap` milliseconds:
 * WhatsApp is ICE-lite on public addresses and learns ours from our checks, so host candidates suffice
 * (reference: a STUN server that does not answer would hold up every call by many seconds).
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
