import { describe, expect, test } from "vitest";
import { answer, call, createFollowBench, id, offer, row } from "./signalingBench.ts";

/** Subscribes, and discards the initial readings. */
async function subscribed() {
  const bench = createFollowBench();
  const stop = bench.signaling.subscribe(bench.listener);
  await bench.clock.advance();
  bench.takeRead();
  return { ...bench, stop };
}

/** Subscribes while a call rings, and discards the initial readings and reports. */
async function rung() {
  const bench = createFollowBench();
  bench.server.ringing = () => [row({}, offer)];
  const stop = bench.signaling.subscribe(bench.listener);
  await bench.clock.advance();
  expect(bench.takeTold()).toEqual([row({}, offer)]);
  bench.takeRead();
  return { ...bench, stop };
}

describe("ringing calls", () => {
  test("are read when the subscription has started, and then only as a safety net", async () => {
    const { signaling, clock, read, takeRead, listener, subscriptions } = createFollowBench();
    const stop = signaling.subscribe(listener);
    expect(read).toEqual([]);
    await clock.advance();
    expect(takeRead()).toEqual(["ringing"]);
    await clock.advance(59_999);
    expect(read).toEqual([]);
    await clock.advance(1);
    expect(takeRead()).toEqual(["ringing"]);
    stop();
    await clock.advance(120_000);
    expect(read).toEqual([]);
    expect(subscriptions.size).toBe(0);
  });

  test("are read at once when a call arrives that may ring", async () => {
    const { clock, read, change, server, told } = await subscribed();
    server.ringing = () => [row({}, offer)];
    change({}, "inserted");
    await clock.advance();
    expect(read).toEqual(["ringing"]);
    expect(told).toEqual([row({}, offer)]);
  });

  test.each([{ direction: "saliente" }, { status: "completada" }, { direction: null }] as const)(
    "are not read for %j",
    async (changes) => {
      const { clock, read, change } = await subscribed();
      change(changes);
      await clock.advance();
      expect(read).toEqual([]);
    },
  );

  test("an offer that arrives after its call is found, and searched for only as long as it may ring", async () => {
    const { clock, read, takeRead, change, server, told } = await subscribed();
    change({}, "inserted");
    await clock.advance(4000);
    expect(takeRead()).toEqual(["ringing", "ringing", "ringing"]);
    server.ringing = () => [row({}, offer)];
    await clock.advance(2000);
    expect(told).toEqual([row({}, offer)]);

    const other = await subscribed();
    other.change({}, "inserted");
    await other.clock.advance(65_000);
    other.takeRead();
    await other.clock.advance(55_000);
    expect(other.read).toEqual([]);
    expect(read.length).toBeGreaterThan(0);
  });

  test("an expired offer is removed without a change of its row, which is read once", async () => {
    const { clock, takeRead, server, takeTold } = await rung();
    server.ringing = () => [];
    server.calls = () => [row({ error_code: "x" }, offer)];
    await clock.advance(2000);
    expect(takeRead()).toEqual(["ringing", `calls ${id}`]);
    expect(takeTold()).toEqual([{ id, call: { ...call, error_code: "x" }, session: null }]);
    await clock.advance(10_000);
    expect(takeRead()).toEqual([]);
  });

  test("a call that is deleted without a report is removed", async () => {
    const { clock, server, takeTold } = await rung();
    server.ringing = () => [];
    await clock.advance(2000);
    expect(takeTold()).toEqual([{ id, call: null, session: null }]);
  });

  test("a failed reading of an ended call is repeated", async () => {
    const { clock, server, takeTold } = await rung();
    server.ringing = () => [];
    server.calls = () => Promise.reject(new TypeError("fetch failed"));
    await clock.advance(2000);
    expect(takeTold()).toEqual([]);
    server.calls = () => [row({ status: "no_contestada" })];
    await clock.advance(4000);
    expect(takeTold()).toEqual([{ id, call: { ...call, status: "no_contestada" }, session: null }]);
  });

  test.each([
    ["ends", { status: "no_contestada", end_reason: "missed" }, "updated"],
    ["is answered by somebody else", { status: "en_curso", user_id: "other" }, "updated"],
  ] as const)(
    "a call that %s is reported from its change, without a reading",
    async (_, changes, kind) => {
      const { clock, read, change, takeTold } = await rung();
      change(changes, kind);
      expect(takeTold()).toEqual([{ id, call: { ...call, ...changes }, session: null }]);
      await clock.advance(1999);
      expect(read).toEqual([]);
    },
  );

  test("a call that was merged into another is reported as removed", async () => {
    const { change, takeTold } = await rung();
    change({}, "removed");
    expect(takeTold()).toEqual([{ id, call: null, session: null }]);
  });

  test("a claim is reported with the offer", async () => {
    const { clock, change, server, takeTold } = await rung();
    server.ringing = () => [row({ claimed_by: "other" }, offer)];
    change({ claimed_by: "other" });
    await clock.advance();
    expect(takeTold()).toEqual([row({ claimed_by: "other" }, offer)]);
  });

  test("a reading that began before a call's end does not make it ring again", async () => {
    const { clock, change, server, told } = await subscribed();
    let arrive = () => {};
    server.ringing = () =>
      new Promise((resolve) => {
        arrive = () => resolve([row({}, offer)]);
      });
    change({}, "inserted");
    await clock.advance();
    change({ status: "no_contestada" });
    arrive();
    await clock.advance();
    expect(told).toEqual([]);
  });

  test("a change during a reading causes one reading after it", async () => {
    const { clock, change, server, read } = await subscribed();
    const arrivals: (() => void)[] = [];
    server.ringing = () => new Promise((resolve) => arrivals.push(() => resolve([])));
    change({}, "inserted");
    change({ contact_name: "Ana" });
    change({ contact_name: "Ana María" });
    await clock.advance();
    expect(read).toHaveLength(1);
    arrivals[0]?.();
    await clock.advance();
    expect(read).toHaveLength(2);
  });

  test("a second listener receives the reports too, and the last one ends the reading", async () => {
    const { clock, signaling, stop, subscriptions, takeRead } = await rung();
    const heard: unknown[] = [];
    const stopSecond = signaling.subscribe({
      onCall: (remote) => heard.push(remote),
      onOnline: () => {},
    });
    await clock.advance();
    expect(heard).toEqual([row({}, offer)]);
    stop();
    expect(subscriptions.size).toBe(1);
    takeRead();
    stopSecond();
    expect(subscriptions.size).toBe(0);
    await clock.advance(120_000);
    expect(takeRead()).toEqual([]);
  });
});

describe("a followed call", () => {
  test("is reported from its changes; its row is read at once and as a safety net", async () => {
    const { clock, signaling, change, server, takeRead, takeTold } = await subscribed();
    server.calls = () => [row({ status: "en_curso" })];
    const stop = signaling.follow(id, "call");
    await clock.advance();
    expect(takeRead()).toEqual([`calls ${id}`]);
    expect(takeTold()).toEqual([{ id, call: { ...call, status: "en_curso" } }]);
    change({ status: "completada" });
    expect(takeTold()).toEqual([{ id, call: { ...call, status: "completada" } }]);
    await clock.advance(14_999);
    expect(takeRead()).toEqual([]);
    await clock.advance(1);
    expect(takeRead()).toEqual([`calls ${id}`]);
    stop();
    await clock.advance(30_000);
    expect(takeRead()).toEqual([]);
  });

  test("that was deleted is reported as removed", async () => {
    const { signaling, change, clock, takeTold } = await subscribed();
    signaling.follow(id, "call");
    await clock.advance();
    change({}, "removed");
    expect(takeTold()).toEqual([{ id, call: null, session: null }]);
  });

  test("that is being dialled is read 19 times in 3 s, then every 500 ms", async () => {
    const { clock, signaling, server, takeRead } = await subscribed();
    server.calls = () => [row({ direction: "saliente" })];
    signaling.follow(id, "dial");
    await clock.advance(250);
    expect(takeRead()).toEqual(Array(6).fill(`calls ${id}`));
    await clock.advance(2750);
    expect(takeRead()).toHaveLength(13);
    await clock.advance(5000);
    expect(takeRead()).toHaveLength(10);
  });

  test("that is being dialled is read every 500 ms after its SDP answer", async () => {
    const { clock, signaling, server, takeRead, takeTold } = await subscribed();
    server.calls = () => [row({ direction: "saliente" }, answer)];
    signaling.follow(id, "dial");
    await clock.advance(1000);
    expect(takeRead()).toEqual([`calls ${id}`, `calls ${id}`, `calls ${id}`]);
    expect(takeTold()[0]).toEqual(row({ direction: "saliente" }, answer));
  });

  test("that is being dialled is read at once after a change, until its SDP answer is read", async () => {
    const { change, clock, signaling, server, takeRead } = await subscribed();
    signaling.follow(id, "dial");
    await clock.advance(4000);
    takeRead();
    server.calls = () => [row({ direction: "saliente" }, answer)];
    await clock.advance(10);
    change({ direction: "saliente" });
    await clock.advance();
    expect(takeRead()).toEqual([`calls ${id}`]);
    change({ direction: "saliente" });
    await clock.advance();
    expect(takeRead()).toEqual([]);
  });

  test("is reported without its offer, because another reading decides whether it rings", async () => {
    const { clock, signaling, server, told } = await subscribed();
    server.calls = () => [row({}, offer)];
    signaling.follow(id, "call");
    await clock.advance();
    expect(told).toEqual([{ id, call }]);
  });
});

describe("a server that fails", () => {
  test("is reported when the changes cannot be read; after that, ringing calls are read at once", async () => {
    const { clock, say, server, takeRead, takeTold, online } = await subscribed();
    say("offline");
    server.ringing = () => [row({}, offer)];
    await clock.advance(600_000);
    // The pause that had already begun may end with one reading.
    expect(takeRead().length).toBeLessThanOrEqual(1);
    takeTold();
    say("polling");
    await clock.advance();
    expect(takeRead()).toEqual(["ringing"]);
    expect(takeTold()).toEqual([row({}, offer)]);
    expect(online).toEqual([false, true]);
  });

  test("is reported once when only the signalling's reading fails, which is repeated at growing intervals", async () => {
    const { clock, change, server, takeRead, online } = await subscribed();
    server.ringing = () => Promise.reject(new TypeError("fetch failed"));
    change({}, "inserted");
    await clock.advance(4000 + 8000 + 16_000);
    expect(takeRead()).toHaveLength(4);
    await clock.advance(300_000);
    expect(takeRead()).toHaveLength(10);
    expect(online).toEqual([false]);
    server.ringing = () => [];
    await clock.advance(30_000);
    expect(online).toEqual([false, true]);
  });
});
