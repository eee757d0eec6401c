import type { CallRow } from "@skale-calls/core";
import { describe, expect, test } from "vitest";
import { call, createBench, id, isRinging, json, offer, offerSdp, row } from "./signalingBench.ts";

describe("reading, without a feed", () => {
  test("what rings is read at once and every second, by the database's clock", async () => {
    const { signaling, sent, clock, told, listener } = createBench(() => json([row({}, offer)]));
    const stop = signaling.subscribe(listener);
    await clock.advance();
    expect(told).toEqual([{ id, call, session: { type: "offer", sdp: offerSdp } }]);
    const query = sent[0]?.url.searchParams;
    expect(sent[0]?.url.pathname).toBe("/rest/v1/whatsapp_calls");
    expect(query?.get("select")).toContain("whatsapp_call_sessions!inner(");
    expect(query?.get("whatsapp_call_sessions.rings_until")).toBe("gt.now");
    expect(query?.get("direction")).toBe("eq.entrante");
    await clock.advance(999);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect(sent).toHaveLength(2);
    stop();
    await clock.advance(10_000);
    expect(sent).toHaveLength(2);
    expect(sent.every(isRinging)).toBe(true);
  });

  test("of a call that rings no longer the row is read once: it says why", async () => {
    let rings = true;
    const { signaling, sent, clock, told, listener } = createBench((request) =>
      isRinging(request)
        ? json(rings ? [row({}, offer)] : [])
        : json([row({ status: "no_contestada", end_reason: "missed" }, offer)]),
    );
    signaling.subscribe(listener);
    await clock.advance();
    rings = false;
    await clock.advance(5000);
    expect(told.slice(1)).toEqual([
      { id, call: { ...call, status: "no_contestada", end_reason: "missed" }, session: null },
    ]);
    expect(sent.filter((request) => !isRinging(request))).toHaveLength(1);
  });

  test("a call that is gone is told as gone", async () => {
    let rings = true;
    const { signaling, clock, told, listener } = createBench((request) =>
      json(isRinging(request) && rings ? [row({}, offer)] : []),
    );
    signaling.subscribe(listener);
    await clock.advance();
    rings = false;
    await clock.advance(1000);
    expect(told.at(-1)).toEqual({ id, call: null, session: null });
  });

  test("one's own dial every 500 ms with its SDP in the same query; later every second", async () => {
    const answer = { sdp_type: "answer", sdp: "v=0", rings_until: null };
    const { signaling, sent, clock, told, listener } = createBench((request) =>
      json(isRinging(request) ? [] : [row({ direction: "saliente" }, answer)]),
    );
    signaling.subscribe(listener);
    const own = () => sent.filter((request) => !isRinging(request));
    const stopDial = signaling.follow(id, "dial");
    await clock.advance(1000);
    expect(own()).toHaveLength(3);
    expect(own()[0]?.url.searchParams.get("id")).toBe(`in.(${id})`);
    expect(own()[0]?.url.searchParams.get("select")).toMatch(
      /whatsapp_call_sessions\(sdp_type,sdp/,
    );
    expect(told[0]).toEqual({
      id,
      call: { ...call, direction: "saliente" },
      session: { type: "answer", sdp: "v=0" },
    });
    stopDial();
    const stop = signaling.follow(id, "call");
    await clock.advance();
    const before = own().length;
    await clock.advance(3000);
    expect(own()).toHaveLength(before + 3);
    stop();
    await clock.advance(3000);
    expect(own().length).toBeLessThanOrEqual(before + 4);
  });

  test("a session may come as a list of one", async () => {
    const { signaling, clock, told, listener } = createBench(() =>
      json([{ ...call, whatsapp_call_sessions: [offer] }]),
    );
    signaling.subscribe(listener);
    await clock.advance();
    expect(told[0]?.session).toEqual({ type: "offer", sdp: offerSdp });
  });

  test("of a followed call an offer says nothing: whether it rings is read elsewhere", async () => {
    const { signaling, clock, told, listener } = createBench((request) =>
      json(isRinging(request) ? [] : [row({}, offer)]),
    );
    signaling.subscribe(listener);
    signaling.follow(id, "call");
    await clock.advance();
    expect(told).toEqual([{ id, call }]);
  });

  test("what fails is told once and read less and less often, until it works again", async () => {
    let isDown = true;
    const { signaling, sent, clock, online, listener } = createBench(() =>
      isDown ? Promise.reject(new TypeError("fetch failed")) : json([]),
    );
    signaling.subscribe(listener);
    await clock.advance(2000 + 4000 + 8000);
    expect(online).toEqual([false]);
    expect(sent).toHaveLength(4);
    await clock.advance(600_000);
    expect(sent.length).toBeLessThan(30);
    isDown = false;
    await clock.advance(30_000);
    expect(online).toEqual([false, true]);
    const before = sent.length;
    await clock.advance(3000);
    expect(sent.length).toBeGreaterThanOrEqual(before + 3);
  });

  test("without a user nothing is read, until there is one", async () => {
    let token: string | undefined;
    const { signaling, sent, clock, told, listener, online } = createBench(
      () => json([row({}, offer)]),
      { getAccessToken: () => token },
    );
    signaling.subscribe(listener);
    await clock.advance(5000);
    expect([sent, online]).toEqual([[], []]);
    token = "token";
    await clock.advance(1000);
    expect(told).toHaveLength(1);
  });

  test("never are two readings of a kind under way", async () => {
    const waiting: (() => void)[] = [];
    const { signaling, sent, clock, listener } = createBench(
      () =>
        new Promise((resolve) => {
          waiting.push(() => resolve(json([])));
        }),
    );
    signaling.subscribe(listener);
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
    waiting[0]?.();
    await clock.advance(1000);
    expect(sent).toHaveLength(2);
  });
});

describe("reading, with a feed", () => {
  function createFeed() {
    const listeners = new Set<(row: CallRow, kind: string) => void>();
    return {
      tell: (changes: Partial<CallRow>) => {
        for (const listener of listeners) listener({ ...call, ...changes }, "updated");
      },
      listeners,
      calls: {
        subscribeToCalls({ onChange }: { onChange(row: CallRow, kind: string): void }) {
          listeners.add(onChange);
          return () => listeners.delete(onChange);
        },
      },
    };
  }

  test("the feed says when to read what rings; every 15 s it is read anyway", async () => {
    const feed = createFeed();
    const { signaling, sent, clock, listener } = createBench(() => json([]), { calls: feed.calls });
    const stop = signaling.subscribe(listener);
    await clock.advance(14_999);
    expect(sent).toHaveLength(1);
    feed.tell({});
    await clock.advance();
    expect(sent).toHaveLength(2);
    feed.tell({ direction: "saliente" });
    feed.tell({ status: "completada" });
    await clock.advance();
    expect(sent).toHaveLength(2);
    await clock.advance(15_000);
    expect(sent).toHaveLength(3);
    stop();
    expect(feed.listeners.size).toBe(0);
  });

  test("and a change of a followed call; one's own dial is read every 500 ms all the same", async () => {
    const feed = createFeed();
    const { signaling, sent, clock, listener } = createBench(() => json([]), { calls: feed.calls });
    signaling.subscribe(listener);
    const own = () => sent.filter((request) => !isRinging(request)).length;
    const stopDial = signaling.follow(id, "dial");
    await clock.advance(1000);
    expect(own()).toBe(3);
    stopDial();
    signaling.follow(id, "call");
    await clock.advance(600);
    const before = own();
    await clock.advance(5000);
    expect(own()).toBe(before);
    feed.tell({ direction: "saliente", status: "en_curso" });
    await clock.advance();
    expect(own()).toBe(before + 1);
  });

  test("a call that rang and changes is read again", async () => {
    const feed = createFeed();
    const { signaling, clock, told, listener } = createBench(() => json([row({}, offer)]), {
      calls: feed.calls,
    });
    signaling.subscribe(listener);
    await clock.advance();
    feed.tell({ status: "no_contestada" });
    await clock.advance();
    expect(told).toHaveLength(2);
  });

  test("a change during a reading is read after it", async () => {
    const feed = createFeed();
    const waiting: (() => void)[] = [];
    const { signaling, sent, clock, listener } = createBench(
      () =>
        new Promise((resolve) => {
          waiting.push(() => resolve(json([])));
        }),
      { calls: feed.calls },
    );
    signaling.subscribe(listener);
    await clock.advance();
    feed.tell({});
    feed.tell({});
    await clock.advance();
    expect(sent).toHaveLength(1);
    waiting[0]?.();
    await clock.advance();
    expect(sent).toHaveLength(2);
  });
});
