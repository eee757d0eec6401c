import { describe, expect, expectTypeOf, it } from "vitest";
import type { Call } from "../vocabulary/callFacts.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import { type CallClient, type CallClientOptions, createCallClient } from "./createCallClient.ts";

const id = "c0000000-0000-4000-8000-000000000001";
const call = { id, status: "iniciando" };
const url = "https://abc.supabase.co/functions/v1/whatsapp-call";

type Respond = (request: { url: string; init: RequestInit }) => Response | Promise<Response>;

function setUp(respond: Respond, options: Partial<CallClientOptions> = {}) {
  const sent: { url: string; init: RequestInit }[] = [];
  const timers: { milliseconds: number; callback: () => void; isCancelled: boolean }[] = [];
  const client = createCallClient({
    url: `${url}/`,
    headers: { apikey: "publishable" },
    getAccessToken: () => "token",
    fetch: async (input, init = {}) => {
      const request = { url: String(input), init };
      sent.push(request);
      return respond(request);
    },
    clock: {
      after(milliseconds, callback) {
        const timer = { milliseconds, callback, isCancelled: false };
        timers.push(timer);
        return () => {
          timer.isCancelled = true;
        };
      },
    },
    ...options,
  });
  return { client, sent, timers };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });
const never: Respond = ({ init }) =>
  new Promise((_, reject) => {
    init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
  });
const failure = (act: Promise<unknown>) =>
  act.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );
const accept = (client: CallClient) =>
  client.send("POST /{id}/accept", { id, body: { sdp: "v=0" } });
const read = (client: CallClient) => client.fetchFile("GET /{id}/recording", { id });

describe("what is sent", () => {
  it("has the path with its parameters, the body, the token and the headers", async () => {
    const { client, sent } = setUp(() => json({ ok: true, call }));
    expect(await accept(client)).toEqual({ ok: true, call });
    expect(sent).toMatchObject([
      {
        url: `${url}/${id}/accept`,
        init: {
          method: "POST",
          keepalive: false,
          headers: {
            apikey: "publishable",
            authorization: "Bearer token",
            "content-type": "application/json",
          },
          body: '{"sdp":"v=0"}',
        },
      },
    ]);
  });

  it("is sent to the configured address for the route '/'", async () => {
    const { client, sent } = setUp(() => json({ ok: true, call_id: "wacid", call }));
    await client.send("POST /", { body: { to: "+525512345678", inbox_id: null } });
    expect(sent[0]?.url).toBe(url);
  });

  it("has no body and no content type for a route without a body, and path parameters are encoded", async () => {
    const { client, sent } = setUp(() => json({ ok: true, call }));
    await client.send("POST /{id}/hangup", { id: "../x?y" });
    expect(sent[0]?.url).toBe(`${url}/..%2Fx%3Fy/hangup`);
    expect(sent[0]?.init.body).toBeUndefined();
    expect(sent[0]?.init.headers).not.toHaveProperty("content-type");
  });

  it("has a new token for each request; with keepalive it is sent immediately, with the last token", async () => {
    let count = 0;
    const { client, sent } = setUp(() => json({ ok: true, call }), {
      getAccessToken: async () => `token ${++count}`,
    });
    await client.send("POST /{id}/reject", { id });
    await client.send("POST /{id}/reject", { id });
    const closing = client.send("POST /{id}/hangup", { id, keepalive: true });
    expect(sent).toHaveLength(3);
    await closing;
    const tokens = sent.map(({ init }) => (init.headers as Record<string, string>).authorization);
    expect(tokens).toEqual(["Bearer token 1", "Bearer token 2", "Bearer token 2"]);
    expect(sent[2]?.init.keepalive).toBe(true);
  });

  it("is nothing if nobody is signed in or the session cannot be read, and the outcome is `rejected`", async () => {
    const signedOut = setUp(() => json({}), { getAccessToken: () => null });
    expect(await failure(accept(signedOut.client))).toMatchObject({
      code: "unauthorized",
      outcome: "rejected",
    });
    const offline = setUp(() => json({}), { getAccessToken: () => Promise.reject(new Error()) });
    expect(await failure(accept(offline.client))).toMatchObject({
      code: "service_unreachable",
      outcome: "rejected",
      message: expect.stringContaining("nothing was sent"),
    });
    expect([...signedOut.sent, ...offline.sent]).toEqual([]);
  });
});

describe("the access token", () => {
  it("has the same timeout as the answer; an act without a token is not sent", async () => {
    const { client, sent, timers } = setUp(() => json({ ok: true, call }), {
      getAccessToken: () => new Promise(() => {}),
    });
    const act = failure(accept(client));
    timers[0]?.callback();
    expect(await act).toMatchObject({
      code: "service_unreachable",
      outcome: "rejected",
      message: expect.stringContaining("nothing was sent"),
    });
    expect([sent, timers.length]).toEqual([[], 1]);
  });

  it("of an agent who has signed out is not sent, even with keepalive", async () => {
    let token: string | null = "token";
    const { client, sent } = setUp(() => json({ ok: true, call }), { getAccessToken: () => token });
    await client.send("POST /{id}/reject", { id });
    token = null;
    await failure(client.send("POST /{id}/reject", { id }));
    const hangUp = client.send("POST /{id}/hangup", { id, keepalive: true });
    expect(await failure(hangUp)).toMatchObject({ code: "unauthorized" });
    expect(sent).toHaveLength(1);
  });
});

describe("the error of an act", () => {
  it.each([
    [409, { ok: false, code: "already_claimed", error: "Taken." }, "already_claimed", "rejected"],
    [422, { ok: false, code: "no_permission", error: "No." }, "no_permission", "rejected"],
    [502, { ok: false, code: "provider_timeout", error: "?" }, "provider_timeout", "ambiguous"],
    [503, { ok: false, code: "store_unavailable", error: "?" }, "store_unavailable", "ambiguous"],
    [500, { ok: false, code: "internal", error: "?" }, "internal", "ambiguous"],
    // The outcome that the handler states wins over the status.
    [502, { ok: false, code: "provider_auth", outcome: "rejected" }, "provider_auth", "rejected"],
    [502, { ok: false, code: "provider_error", outcome: "rejected" }, "provider_error", "rejected"],
    [429, { ok: false, code: "rate_limited", outcome: "ambiguous" }, "rate_limited", "ambiguous"],
    // Gateways.
    [401, { message: "Invalid JWT" }, "invalid_token", "rejected"],
    [403, {}, "forbidden", "rejected"],
    [404, "<html>", "not_found", "rejected"],
    [413, "<html>", "body_too_large", "rejected"],
    [429, {}, "rate_limited", "rejected"],
    [400, { code: "toString" }, "invalid_request", "rejected"],
    [408, "", "invalid_request", "rejected"],
    [500, "not json", "service_failed", "ambiguous"],
    [504, "<html>", "service_failed", "ambiguous"],
    [546, { code: "WORKER_LIMIT", message: "..." }, "service_failed", "ambiguous"],
    [502, { outcome: "rejected" }, "service_failed", "ambiguous"],
    // A proxy's page, and answers of another service.
    [200, "<html>", "service_failed", "ambiguous"],
    [200, { message: "not ours" }, "service_failed", "ambiguous"],
    [200, null, "service_failed", "ambiguous"],
  ] as const)("%i %j: %s, %s", async (status, body, code, outcome) => {
    const { client, sent } = setUp(() =>
      typeof body === "string" ? new Response(body, { status }) : json(body, status),
    );
    const error = await failure(accept(client));
    expect(error).toMatchObject({
      code,
      outcome,
      status: status < 400 ? 502 : status,
      message: expect.stringMatching(/./),
    });
    expect([isCallsError(error), outcomeOf(error)]).toEqual([true, outcome]);
    expect(sent).toHaveLength(1);
  });

  it("has the server's sentence, details and Retry-After", async () => {
    const body = { ok: false, code: "rate_limited", error: "Slow.", details: { a: 1 } };
    const { client } = setUp(() => json(body, 429, { "Retry-After": "7" }));
    expect(await failure(accept(client))).toMatchObject({
      message: "Slow.",
      details: { a: 1 },
      retryAfter: 7,
    });
  });

  it.each<[string, Respond]>([
    ["no connection", () => Promise.reject(new TypeError("fetch failed"))],
    [
      "an answer that breaks off",
      () =>
        new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError("x")) })),
    ],
  ])("is ambiguous after %s, and nothing is sent again", async (_, respond) => {
    const { client, sent, timers } = setUp(respond);
    expect(await failure(accept(client))).toMatchObject({
      code: "service_failed",
      outcome: "ambiguous",
      status: 502,
      message: expect.stringContaining("It is not known whether"),
    });
    expect(sent).toHaveLength(1);
    expect(timers.map(({ isCancelled }) => isCancelled)).toEqual([true]);
  });

  it("is ambiguous after the timeout", async () => {
    const { client, sent, timers } = setUp(never);
    const act = failure(accept(client));
    while (sent.length === 0) await Promise.resolve();
    expect(timers[0]?.milliseconds).toBe(20_000);
    timers[0]?.callback();
    expect(await act).toMatchObject({
      code: "service_failed",
      outcome: "ambiguous",
      status: 502,
    });
  });

  it("contains no SDP and no token", async () => {
    const { client } = setUp(() => Promise.reject(new TypeError("fetch failed")));
    const error = await failure(accept(client));
    const text = JSON.stringify([error, String(error), String((error as Error).cause)]);
    expect(text).not.toMatch(/v=0|Bearer|publishable|token/);
  });
});

describe("a file", () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);

  it.each(["audio/ogg; codecs=opus", "application/json", null])(
    "has all its bytes and its type %s",
    async (type) => {
      const { client, sent } = setUp(
        () => new Response(bytes, { headers: type === null ? {} : { "content-type": type } }),
      );
      const file = await read(client);
      expect(file.type).toBe(type ?? "application/octet-stream");
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
      expect(sent).toMatchObject([{ url: `${url}/${id}/recording`, init: { method: "GET" } }]);
    },
  );

  it.each<[string, Respond, object]>([
    ["no connection", () => Promise.reject(new TypeError()), { code: "service_unreachable" }],
    [
      "a gateway's failure",
      () => new Response("<html>", { status: 504 }),
      {
        status: 504,
        code: "service_unreachable",
        message: "The call service gave no valid answer. Try again.",
      },
    ],
    [
      "the provider's failure",
      () => json({ ok: false, code: "provider_timeout", outcome: "ambiguous" }, 502),
      { code: "provider_timeout" },
    ],
    [
      "an answer that breaks off",
      () =>
        new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError("x")) })),
      { code: "service_unreachable" },
    ],
  ])("that fails because of %s is `rejected`", async (_, respond, error) => {
    const { client } = setUp(respond);
    expect(await failure(read(client))).toMatchObject({ ...error, outcome: "rejected" });
  });

  it("that does not arrive in time is `rejected`", async () => {
    const { client, sent, timers } = setUp(never);
    const reading = failure(read(client));
    while (sent.length === 0) await Promise.resolve();
    timers[0]?.callback();
    expect(await reading).toMatchObject({
      code: "service_unreachable",
      outcome: "rejected",
      message: "The call service could not be reached. Try again.",
    });
  });

  it("has no timeout after its first byte", async () => {
    let push = (_: Uint8Array) => {};
    const { client, timers } = setUp(
      ({ init }) =>
        new Response(
          new ReadableStream({
            start(stream) {
              init.signal?.addEventListener("abort", () => stream.error(new Error("aborted")));
              push = (chunk) => {
                stream.enqueue(chunk);
                stream.close();
              };
            },
          }),
        ),
    );
    const file = read(client);
    while (!timers[0]?.isCancelled) await new Promise(setImmediate);
    push(bytes);
    expect((await file).size).toBe(1000);
  });
});

it("is typed by the table of routes", () => {
  const { client } = setUp(() => json({}));
  expectTypeOf(client.send<"POST /{id}/claim">).returns.resolves.toEqualTypeOf<{
    ok: true;
    call: Call;
  }>();
  const calls = () => [
    client.send("POST /", { body: { recipient: "MX.1", sdp: null } }),
    // @ts-expect-error there is no such route
    client.send("POST /{id}/hold", { id }),
    // @ts-expect-error the path names an id
    client.send("POST /{id}/hangup", {}),
    // @ts-expect-error the body has an sdp
    client.send("POST /{id}/claim", { id, body: {} }),
    // @ts-expect-error its answer is a file
    client.send("GET /{id}/recording", { id }),
  ];
  expect(calls).toBeTypeOf("function");
});
