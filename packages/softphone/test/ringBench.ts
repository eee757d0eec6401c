import { expect } from "vitest";
import { createFakeLocks } from "../src/testing/createFakePage.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";

export const answered_at = "2026-11-01T00:00:00.000Z";
/** Another agent. */
export const other = "a0000000-0000-4000-8000-000000000002";
/** The acts that an answer requests from the server. */
export const toAnswer = ["preAccept", "accept"];

type Step =
  | "ringing"
  | "requesting_microphone"
  | "claiming"
  | "connecting"
  | "accepting"
  | "connected";

/** An incoming call in the given phase. */
export async function ring(until: Step) {
  const locks = createFakeLocks();
  const bench = createTestSoftphone({ locks });
  const { softphone, signaling, media, clock, connection } = bench;
  const id = signaling.ring();
  const call = softphone.state.calls[0];
  if (!call) throw new Error("The call does not ring.");
  const events: unknown[] = [];
  call.on("error", ({ code }) => events.push(code));
  call.on("ended", ({ reason }) => events.push(reason));
  let release = () => {};
  if (until === "requesting_microphone") {
    media.permission = new Promise((resolve) => {
      release = resolve;
    });
  }
  if (until === "claiming") release = signaling.hold("preAccept");
  if (until === "accepting") release = signaling.hold("accept");
  const answering = until === "ringing" ? undefined : call.answer();
  await clock.advance();
  if (until === "accepting" || until === "connected") connection().setState("connected");
  await clock.advance();
  const phase = until === "claiming" || until === "accepting" ? "connecting" : until;
  expect(call.state.phase).toBe(phase);
  return { ...bench, id, call, events, release, answering, locks };
}

type RingBench = Awaited<ReturnType<typeof ring>>;

export function expectReleased({ media, peer, signaling, locks }: RingBench): void {
  expect(media.microphones.map(({ readyState }) => readyState)).not.toContain("live");
  expect(peer.connections.every(({ connectionState }) => connectionState === "closed")).toBe(true);
  expect([...signaling.followed]).toEqual([]);
  expect([...locks.held]).toEqual([]);
}
