import { describe, expect, test } from "vitest";
import { call, createBench, id, json, offerSdp } from "./signalingBench.ts";

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
    const error = await signaling.accept(id, offerSdp).catch((failure: unknown) => failure);
    const text = JSON.stringify([error, String(error), String((error as Error).cause)]);
    expect(text).not.toMatch(/v=0|Bearer|publishable/);
  });
});
