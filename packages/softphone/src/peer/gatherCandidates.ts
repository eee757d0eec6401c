import type { Clock } from "../lib/clock.ts";
import type { PeerConnection } from "./peerConnection.ts";

interface GatherOptions {
  clock: Clock;
  /** The longest wait in milliseconds. A server that does not respond would delay every call by 10 s and more. */
  cap: number;
  /** `first`: the wait ends with the first UDP candidate. `all`: it ends when the browser has finished. */
  until: "first" | "all";
}

/**
 * Waits for ICE candidates, because WhatsApp does not support trickle ICE. For a call, the first candidate over UDP is enough:
 * WhatsApp is ICE-lite and accepts checks from addresses that the SDP does not list (Meta, "ICE"), so the browser also uses
 * the candidates that it finds later, such as those of a TURN server. Without an own address the first is the server's.
 * Chromium finds its own addresses in about 3 ms, but finishes after 120 ms, or after 10 s if a STUN server does not respond.
 */
export function gatherCandidates(
  connection: PeerConnection,
  { clock, cap, until }: GatherOptions,
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(cap, resolve);
    const check = () => {
      const isDone =
        connection.iceGatheringState === "complete" ||
        (until === "first" && udpCandidate.test(connection.localDescription?.sdp ?? ""));
      if (!isDone) return;
      cancel();
      resolve();
    };
    connection.addEventListener("icegatheringstatechange", check);
    connection.addEventListener("icecandidate", check);
    check();
  });
}

const udpCandidate = /^a=candidate:\S+ 1 udp /im;
