import { describe, expect, test } from "vitest";
import { createFakeClock } from "../testing/createFakeClock.ts";
import { metaOffer } from "../testing/sdpSamples.ts";
import {
  createSupabaseSignaling,
  type SupabaseSignalingOptions,
} from "./createSupabaseSignaling.ts";
import type { CallRow, RemoteCall } from "./signaling.ts";

const id = "c0000000-0000-4000-8000-000000000001";
const call = { id, status: "iniciando", direction: "entrante" } as CallRow;

interface Sent {
  url: URL;
  init: RequestInit;
  body: unknown;
}

/** A server that answers as `respond` says, and what was sent to it. */
function createBench(
  respond: (request: Sent) => Response | Promise<Response>,
  options: Partial<SupabaseSignalingOptions> = {},
) {
  const clock = createFakeClock();
  const sent: Sent[] = [];
  const signaling = createSupabaseSignaling({
    url: "https://abc.supabase.co/",
    apiKey: "publishable",
    getAccessToken: () => "token",
    clock,
    fetch: async (input, init = {}) => {
      const request = {
        url: new URL(String(input)),
        init,
        body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
      };
      sent.push(request);
      return respond(request);
    },
    ...options,
  });
  const told: RemoteCall[] = [];
  const online: boolean[] = [];
  const listener = {
    onCall: (remote: RemoteCall) => told.push(remote),
    onOnline: (isOnline: boolean) => online.push(isOnline),
  };
  return { signaling, sent, clock, told, online, listener };
}

const json = (body: unknown, status = 200) => Response.json(body, { status });
const row = (changes: Partial<CallRow> = {}, session: object | null = null) => ({
  ...call,
  ...changes,
  whatsapp_call_sessions: session,
});
const offer = { sdp_type: "offer", sdp: metaOffer, rings_until: "2026-11-01T00:01:00Z" };
const isRinging = ({ url }: Sent) => url.searchParams.get("status") === "eq.iniciando";

describe("acts", () => {
  test.each([
    ["claim", "claim"],
    ["preAccept", "pre-accept"],
    ["accept", "accept"],
  ] as const)("%s", async (act, route) => {
    const { signaling, sent } = createBench(() => json({ ok: true, call }));
    expect(await signaling[act](id, "v=0")).toEqual(call);
    expect(sent).toMatchObject([
      {
        url: { href: `https://abc.supabase.co/functions/v1/whatsapp-call/${id}/${route}` },
        init: {
          method: "POST",
          headers: {
            apikey: "publishable",
            authorization: "Bearer token",
            "content-type": "application/json",
          },
        },
        body: { sdp: "v=0" },
      },
    ]);
  });

  test.each([
    ["reject", "reject"],
    ["hangUp", "hangup"],
  ] as const)("%s", async (act, route) => {
    const { signaling, sent } = createBench(() => json({ ok: true, call }));
    expect(await signaling[act](id)).toEqual(call);
    expect(sent[0]?.url.pathname).toBe(`/functions/v1/whatsapp-call/${id}/${route}`);
    expect(sent[0]?.init).toMatchObject({ method: "POST", keepalive: false });
    expect(sent[0]?.body).toBeUndefined();
  });

  test("dial", async () => {
    const { signaling, sent } = createBench(() => json({ ok: true, call_id: "wacid", call }), {
      functionName: "calls",
    });
    const request = { id, to: "+5215500000002", inboxId: "inbox", sdp: "v=0" };
    expect(await signaling.dial(request)).toEqual(call);
    expect(sent[0]?.url.pathname).toBe("/functions/v1/calls");
    expect(sent[0]?.body).toEqual({
      id,
      to: "+5215500000002",
      inbox_id: "inbox",
      lead_id: null,
      sdp: "v=0",
    });
  });

  test("the token is asked for each time; a page that closes takes the last", async () => {
    let count = 0;
    const { signaling, sent } = createBench(() => json({ ok: true, call }), {
      getAccessToken: async () => `token ${++count}`,
    });
    await signaling.reject(id);
    await signaling.reject(id);
    const closing = signaling.hangUp(id, { keepalive: true });
    // Sent before anything else happens: there is no later for a page that closes.
    expect(sent).toHaveLength(3);
    await closing;
    const tokens = sent.map(({ init }) => (init.headers as Record<string, string>).authorization);
    expect(tokens).toEqual(["Bearer token 1", "Bearer token 2", "Bearer token 2"]);
    expect(sent[2]?.init.keepalive).toBe(true);
  });

  test("without a user nothing is sent", async () => {
    const { signaling, sent } = createBench(() => json({}), { getAccessToken: () => null });
    await expect(signaling.reject(id)).rejects.toMatchObject({
      code: "unauthorized",
      sentence: { es: expect.stringMatching(/sesión/) },
    });
    expect(sent).toEqual([]);
  });
});

describe("what is refused, and what is unclear", () => {
  test.each([
    [409, { ok: false, code: "already_claimed", error: "Taken." }, "already_claimed", "rejected"],
    [422, { ok: false, code: "no_permission", error: "No." }, "no_permission", "rejected"],
    [502, { ok: false, code: "provider_timeout", error: "?" }, "provider_timeout", "ambiguous"],
    [503, { ok: false, code: "store_unavailable", error: "?" }, "store_unavailable", "ambiguous"],
    [401, { message: "gateway" }, "invalid_token", "rejected"],
    [404, "not json", "not_found", "rejected"],
    [429, {}, "rate_limited", "rejected"],
    [400, {}, "signaling_failed", "rejected"],
    [500, "not json", "signaling_failed", "ambiguous"],
    [200, "not json", "signaling_failed", "ambiguous"],
    [200, { ok: true }, "signaling_failed", "ambiguous"],
  ] as const)("%i %j: %s, %s", async (status, body, code, outcome) => {
    const { signaling, sent } = createBench(() =>
      typeof body === "string" ? new Response(body, { status }) : json(body, status),
    );
    await expect(signaling.accept(id, "v=0")).rejects.toMatchObject({ code, outcome });
    expect(sent).toHaveLength(1);
  });

  test("the server's sentence is kept", async () => {
    const { signaling } = createBench(() =>
      json({ ok: false, code: "forbidden", error: "Somebody else's." }, 403),
    );
    await expect(signaling.hangUp(id)).rejects.toMatchObject({
      message: "Somebody else's.",
      sentence: { en: "Somebody else's.", es: "Esta llamada es de otro agente." },
    });
  });

  test("202: the provider's answer did not come", async () => {
    const { signaling } = createBench(() => json({ ok: true, outcome: "ambiguous", call }, 202));
    await expect(signaling.dial({ id, to: "+52155", sdp: "v=0" })).rejects.toMatchObject({
      outcome: "ambiguous",
    });
  });

  test.each([
    ["no connection", () => Promise.reject(new TypeError("fetch failed"))],
    [
      "an answer that breaks off",
      () =>
        new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError("x")) })),
    ],
  ])("%s", async (_, respond) => {
    const { signaling, sent } = createBench(respond);
    await expect(signaling.accept(id, "v=0")).rejects.toMatchObject({
      code: "signaling_unreachable",
      outcome: "ambiguous",
    });
    expect(sent).toHaveLength(1);
  });

  test("no answer in 20 s", async () => {
    const { signaling, clock } = createBench(
      ({ init }) =>
        new Promise((_, reject) => {
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        }),
    );
    const act = signaling.accept(id, "v=0").catch((error: unknown) => error);
    await clock.advance(20_000);
    expect(await act).toMatchObject({ code: "signaling_unreachable", outcome: "ambiguous" });
  });

  test("no error holds the SDP or the token", async () => {
    const { signaling } = createBench(() => Promise.reject(new TypeError("fetch failed")));
    const error = await signaling.accept(id, metaOffer).catch((failure: unknown) => failure);
    const text = JSON.stringify([error, String(error), String((error as Error).cause)]);
    expect(text).not.toMatch(/v=0|Bearer|publishable/);
  });
});

describe("reading, without a feed", () => {
  test("what rings is read at once and every second, by the database's clock", async () => {
    const { signaling, sent, clock, told, listener } = createBench(() => json([row({}, offer)]));
    const stop = signaling.subscribe(listener);
    await clock.advance();
    expect(told).toEqual([{ id, call, session: { type: "offer", sdp: metaOffer } }]);
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
    expect(told[0]?.session).toEqual({ type: "offer", sdp: metaOffer });
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
