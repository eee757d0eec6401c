import { expect } from "vitest";
import { createFakeLocks } from "../src/testing/createFakePage.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaAnswer } from "../src/testing/sdpSamples.ts";

export const answer = { type: "answer", sdp: metaAnswer } as const;
export const answered_at = "2026-11-01T00:00:00.000Z";

/** A call in the given phase, with its fakes. */
export async function dial(
  until:
    | "requesting_microphone"
    | "gathering"
    | "dialing"
    | "ringing"
    | "connecting"
    | "connected"
    | "reconnecting",
) {
  const locks = createFakeLocks();
  const bench = createTestSoftphone({ locks });
  const { softphone, signaling, media, peer, clock } = bench;
  let allow = () => {};
  if (until === "requesting_microphone") {
    media.permission = new Promise((resolve) => {
      allow = resolve;
    });
  }
  peer.gathersAtOnce = until !== "gathering";
  const call = softphone.dial({ to: "+5215500000002" });
  const events: unknown[] = [];
  call.on("error", ({ code }) => events.push(code));
  call.on("warning", ({ code }) => events.push(code));
  call.on("ended", ({ reason }) => events.push(reason));
  await clock.advance();
  const { id } = call;
  const remote = ["ringing", "connecting", "connected", "reconnecting"].includes(until);
  if (remote) signaling.change(id, { ringing_at: answered_at }, answer);
  if (["connected", "reconnecting"].includes(until)) bench.connection().setState("connected");
  if (remote && until !== "ringing") signaling.change(id, { answered_at, status: "en_curso" });
  if (until === "reconnecting") bench.connection().setState("disconnected");
  await clock.advance();
  expect(call.state.phase).toBe(until === "gathering" ? "dialing" : until);
  return { ...bench, call, id, events, allow, locks };
}

type DialBench = Awaited<ReturnType<typeof dial>>;

/** Expects that no microphone, connection, line or subscription is open. */
export function expectReleased({
  media,
  peer,
  signaling,
  softphone,
  locks,
  call,
}: DialBench): void {
  expect(media.microphones.map(({ readyState }) => readyState)).not.toContain("live");
  expect(media.speakers.every(({ isStopped }) => isStopped)).toBe(true);
  expect(peer.connections.every(({ connectionState }) => connectionState === "closed")).toBe(true);
  expect([...signaling.followed]).toEqual([]);
  expect([...locks.held]).toEqual([]);
  expect(softphone.state).toMatchObject({ calls: [], current: null, lastEnded: call });
}
