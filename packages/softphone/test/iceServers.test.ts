import type { IceServer, IceServerList, Log } from "@skale-calls/core";
import { expect, test, vi } from "vitest";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";

const to = "+5215512345678";

/** Servers that the test can tell apart by their credential. */
const listOf = (credential: string, seconds: number | null = 600): IceServerList => ({
  iceServers: [{ urls: "turn:turn.example.com", username: "ana", credential }],
  seconds,
});

const stun = { urls: "stun:stun.example.com" };

function createBench(fetchIceServers: () => Promise<IceServerList>, iceServers: IceServer[] = []) {
  const warn = vi.fn<Log["warn"]>();
  const log = { info() {}, warn, error() {} };
  const bench = createTestSoftphone({ iceServers, fetchIceServers, log });
  return {
    ...bench,
    warnings: () => warn.mock.calls.filter(([message]) => message.includes("ICE")),
    /** Dials, hangs up, and returns the credentials that the call's connection had. */
    async dial() {
      const before = bench.peer.connections.length;
      const call = bench.softphone.dial({ to });
      await bench.clock.advance();
      const opened = bench.peer.connections.slice(before);
      await call.hangUp();
      await bench.clock.advance();
      return opened.flatMap(({ configuration }) =>
        configuration.iceServers.map(({ credential }) => credential),
      );
    },
  };
}

test("servers are fetched before the first call, and again 30 s before their credentials expire", async () => {
  const fetchServers = vi
    .fn<() => Promise<IceServerList>>()
    .mockResolvedValueOnce(listOf("first"))
    .mockResolvedValueOnce(listOf("second"));
  const { dial, clock } = createBench(fetchServers);
  await clock.advance(1000);
  expect(fetchServers).not.toHaveBeenCalled();
  expect(await dial()).toEqual(["first"]);
  await clock.advance(569_999);
  expect(await dial()).toEqual(["first"]);
  await clock.advance(1);
  expect(await dial()).toEqual(["second"]);
  expect(fetchServers).toHaveBeenCalledTimes(2);
});

test("servers without an end are fetched once", async () => {
  const fetchServers = vi.fn(async () => listOf("fixed", null));
  const { dial, clock } = createBench(fetchServers);
  expect(await dial()).toEqual(["fixed"]);
  await clock.advance(30 * 86_400_000);
  expect(await dial()).toEqual(["fixed"]);
  expect(fetchServers).toHaveBeenCalledTimes(1);
});

test("an incoming call uses them too", async () => {
  const bench = createBench(async () => listOf("first"));
  bench.signaling.ring();
  void bench.softphone.state.calls[0]?.answer();
  await bench.clock.advance();
  expect(bench.connection().configuration.iceServers).toEqual(listOf("first").iceServers);
});

test("after a failure, the previous servers are used until they expire, and then none", async () => {
  const fetchServers = vi
    .fn<() => Promise<IceServerList>>()
    .mockResolvedValueOnce(listOf("first"))
    .mockRejectedValue(new Error("secret"));
  const { dial, clock, warnings } = createBench(fetchServers);
  await dial();
  await clock.advance(580_000);
  expect(await dial()).toEqual(["first"]);
  expect(warnings()).toEqual([
    [
      "softphone: ICE servers not fetched",
      { code: "signaling_failed", outcome: "rejected", cause: "Error" },
    ],
  ]);
  await clock.advance(20_001);
  expect(await dial()).toEqual([]);
  expect(warnings()).toHaveLength(2);
});

test("the configured servers come first, and stay if the others cannot be fetched or have expired", async () => {
  const fetchServers = vi
    .fn<() => Promise<IceServerList>>()
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValueOnce(listOf("first"))
    .mockImplementationOnce(() => new Promise(() => {}))
    .mockRejectedValue(new Error("offline"));
  const bench = createBench(fetchServers, [stun]);
  const serversOfCall = async () => {
    const call = bench.softphone.dial({ to });
    await bench.clock.advance(2000);
    const { iceServers } = bench.connection().configuration;
    await call.hangUp();
    await bench.clock.advance();
    return iceServers;
  };
  expect(await serversOfCall()).toEqual([stun]);
  expect(await serversOfCall()).toEqual([stun, ...listOf("first").iceServers]);
  await bench.clock.advance(580_000);
  expect(await serversOfCall()).toEqual([stun, ...listOf("first").iceServers]);
  await bench.clock.advance(20_001);
  expect(await serversOfCall()).toEqual([stun]);
});

test("a call waits 2 s for the servers, and a later response serves the next call", async () => {
  let respond: (list: IceServerList) => void = () => {};
  const bench = createBench(
    () =>
      new Promise((resolve) => {
        respond = resolve;
      }),
  );
  const call = bench.softphone.dial({ to });
  await bench.clock.advance(1999);
  expect(bench.peer.connections).toEqual([]);
  await bench.clock.advance(1);
  expect(bench.connection().configuration.iceServers).toEqual([]);
  expect(bench.warnings()).toHaveLength(1);
  respond(listOf("late"));
  await call.hangUp();
  await bench.clock.advance();
  expect(await bench.dial()).toEqual(["late"]);
});

test("a call that ends while the servers are being fetched opens no connection, and no microphone stays open", async () => {
  let respond: (list: IceServerList) => void = () => {};
  const { softphone, clock, peer, media } = createBench(
    () =>
      new Promise((resolve) => {
        respond = resolve;
      }),
  );
  const call = softphone.dial({ to });
  await clock.advance(100);
  await call.hangUp();
  expect(media.microphones.map(({ readyState }) => readyState)).toEqual(["ended"]);
  respond(listOf("late"));
  await clock.advance();
  expect(peer.connections).toEqual([]);
});

test("the diagnosis checks the server that was fetched", async () => {
  const { softphone, peer, clock } = createBench(async () => listOf("first"));
  const diagnosis = softphone.diagnose();
  await clock.advance(10_000);
  await diagnosis;
  expect(peer.connections.map(({ configuration }) => configuration.iceServers)).toEqual([
    listOf("first").iceServers,
    listOf("first").iceServers,
  ]);
});
