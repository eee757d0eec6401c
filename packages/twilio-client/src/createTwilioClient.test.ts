import { inspect } from "node:util";
import { describe, expect, it, test } from "vitest";
import type { TwilioClientOptions } from "./clientOptions.ts";
import { createTwilioClient } from "./createTwilioClient.ts";
import { twilioErrors } from "./errorTables.ts";
import {
  account,
  accountSid,
  authToken,
  callSid,
  createTestClient,
  from,
  json,
  recordingSid,
  refusal,
  to,
  useTestServer,
} from "./testServer.ts";
import { TwilioError } from "./twilioError.ts";
import { twiml } from "./twiml/twiml.ts";

const server = useTestServer();
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;
const answer = twiml.response(twiml.hangup());
const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe("a call", () => {
  const { calls } = createTestClient();

  it("is created by a form", async () => {
    server.answer(json({ sid: callSid, status: "queued", price: null }, { status: 201 }));
    const call = await calls.create({
      to: "client:ana",
      from,
      twiml: answer,
      statusCallback: "https://x.example/webhook",
      statusCallbackEvent: ["initiated", "completed"],
      timeout: 20,
    });
    expect(call).toEqual({ sid: callSid, status: "queued", price: null });
    const [sent] = server.sent;
    expect(sent).toMatchObject({
      method: "POST",
      url: `https://api.twilio.com${account}/Calls.json`,
    });
    expect(sent?.headers.get("authorization")).toBe(basic(accountSid, authToken));
    expect(sent?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(sent?.form).toEqual([
      ["To", "client:ana"],
      ["From", from],
      ["Twiml", answer],
      ["Timeout", "20"],
      ["StatusCallback", "https://x.example/webhook"],
      ["StatusCallbackEvent", "initiated"],
      ["StatusCallbackEvent", "completed"],
    ]);
  });

  it.each([
    ["complete", "completed"],
    ["cancel", "canceled"],
  ] as const)("%s", async (name, status) => {
    server.answer(json({ sid: callSid, status }));
    await expect(calls[name](callSid)).resolves.toMatchObject({ status });
    expect(server.sent).toMatchObject([
      {
        method: "POST",
        url: `https://api.twilio.com${account}/Calls/${callSid}.json`,
        form: [["Status", status]],
      },
    ]);
  });

  it("is read, and again after an error", async () => {
    server.answer(json({}, { status: 503 }), json({ sid: callSid, status: "teleported" }));
    await expect(calls.get(callSid)).resolves.toMatchObject({ status: "teleported" });
    expect(server.sent.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  it.each([
    ["to", { to: "ana" }],
    ["to", { to: "client:ana luisa" }],
    ["twiml", { twiml: "" }],
    ["twiml", { twiml: "x".repeat(4001) }],
    ["statusCallback", { statusCallback: "ftp://x.example" }],
    ["statusCallbackEvent", { statusCallbackEvent: ["amd"] }],
    ["timeout", { timeout: 0 }],
  ])("with a wrong %s is not sent: %j", async (name, wrong) => {
    const input = { to, from, twiml: answer, ...wrong } as Parameters<typeof calls.create>[0];
    const error = await caught(calls.create(input));
    expect(error).toMatchObject({ code: "invalid_parameter" });
    expect(String(error)).toContain(name);
    expect(server.sent).toEqual([]);
  });

  it("an id stays one segment of the path", async () => {
    server.answer(json({ sid: callSid }));
    await calls.complete("CA1/../?x=1");
    expect(server.sent[0]?.url).toBe(
      `https://api.twilio.com${account}/Calls/CA1%2F..%2F%3Fx%3D1.json`,
    );
  });

  it.each(["", "..", "x".repeat(256)])("the id %j is not sent", async (wrong) => {
    await expect(calls.complete(wrong)).rejects.toMatchObject({ code: "invalid_parameter" });
    expect(server.sent).toEqual([]);
  });
});

describe("a recording", () => {
  const audio = () => new Response("ID3", { headers: { "content-type": "audio/mpeg" } });
  const { recordings } = createTestClient();
  const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });

  it.each([
    [{}, "mp3"],
    [{ format: "wav" }, "wav"],
  ] as const)("is streamed: %j", async (options, extension) => {
    server.answer(audio());
    const response = await recordings.download(recordingSid, options);
    await expect(response.text()).resolves.toBe("ID3");
    expect(server.sent).toMatchObject([
      {
        method: "GET",
        url: `https://api.twilio.com${account}/Recordings/${recordingSid}.${extension}`,
      },
    ]);
  });

  it("a redirect is followed, and only Twilio's hosts get the credentials", async () => {
    const urls = [
      "https://media.twiliocdn.example/a.mp3?signature=1",
      "https://api.dublin.ie1.twilio.com/a.mp3",
      "https://twilio.com.evil.example/a.mp3",
    ];
    server.answer(...urls.map(redirect), audio());
    const response = await recordings.download(recordingSid);
    await expect(response.text()).resolves.toBe("ID3");
    expect(server.sent.map(({ url, headers }) => [url, headers.has("authorization")])).toEqual([
      [`https://api.twilio.com${account}/Recordings/${recordingSid}.mp3`, true],
      [urls[0], false],
      [urls[1], true],
      [urls[2], false],
    ]);
  });

  it.each(["http://media.example/a.mp3", "/a.mp3", "file:///etc/passwd"])(
    "a redirect to %s is not followed",
    async (location) => {
      server.answer(redirect(location));
      await expect(recordings.download(recordingSid)).rejects.toMatchObject({
        code: "provider_response_invalid",
        httpStatus: 302,
      });
      expect(server.sent).toHaveLength(1);
    },
  );

  it("redirects end", async () => {
    server.answer(redirect("https://a.example/a.mp3"));
    await expect(recordings.download(recordingSid)).rejects.toMatchObject({ httpStatus: 302 });
    expect(server.sent).toHaveLength(4);
  });

  it.each([404, 410])("%i is media_not_found", async (status) => {
    server.answer(refusal(status, 20404));
    await expect(recordings.download(recordingSid)).rejects.toMatchObject({
      code: "media_not_found",
      outcome: "rejected",
    });
  });
});

describe("an error", () => {
  const { calls } = createTestClient();
  const create = () => caught(calls.create({ to, from, twiml: answer }));

  it.each(Object.entries(twilioErrors))("Twilio's %s is %s", async (twilioCode, code) => {
    server.answer(refusal(400, Number(twilioCode)));
    expect(await create()).toMatchObject({
      code,
      twilioCode,
      outcome: "rejected",
      httpStatus: 400,
    });
    expect(server.sent).toHaveLength(1);
  });

  it.each([
    [400, "invalid_parameter", "rejected"],
    [401, "provider_auth", "rejected"],
    [404, "provider_not_found", "rejected"],
    [409, "provider_refused", "rejected"],
    [429, "rate_limited", "rejected"],
    [500, "provider_error", "ambiguous"],
    [504, "provider_timeout", "ambiguous"],
    [302, "provider_response_invalid", "ambiguous"],
  ] as const)("HTTP %i without a known code is %s, %s", async (status, code, outcome) => {
    for (const body of [json({ code: 99999 }, { status }), new Response("<html>", { status })]) {
      server.answer(body);
      expect(await create()).toMatchObject({ code, outcome });
    }
    // A POST is never repeated.
    expect(server.sent).toHaveLength(2);
  });

  it("has Retry-After and the id of the request", async () => {
    const headers = { "retry-after": "7", "twilio-request-id": "RQ1" };
    server.answer(json({ code: 20429, message: "Too many requests" }, { status: 429, headers }));
    const error = await create();
    expect(error).toBeInstanceOf(TwilioError);
    expect(error).toMatchObject({
      code: "rate_limited",
      retryAfter: 7,
      requestId: "RQ1",
      details: { message: "Too many requests" },
    });
  });

  it.each([json({}), json({ sid: "" }), new Response("ok")])(
    "a success that cannot be read is ambiguous",
    async (response) => {
      server.answer(response);
      expect(await create()).toMatchObject({
        code: "provider_response_invalid",
        outcome: "ambiguous",
      });
    },
  );

  it.each([400, 500])("HTTP %i reveals nothing of the request", async (status) => {
    const quoted = `'To' ${to} with ${answer} by ${authToken} and ${basic(accountSid, authToken)}`;
    server.answer(refusal(status, 21211, quoted));
    const error = (await create()) as Error;
    const printed = [
      String(error),
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
    ];
    for (const secret of [
      authToken,
      to.slice(1),
      from.slice(1),
      "Hangup",
      btoa(`${accountSid}:${authToken}`),
    ]) {
      expect(printed.join()).not.toContain(secret);
    }
    expect(error).toMatchObject({ twilioCode: "21211" });
  });

  it("a lost connection is ambiguous", async () => {
    const lost = createTestClient({ fetch: () => Promise.reject(new TypeError("fetch failed")) });
    expect(await caught(lost.calls.complete(callSid))).toMatchObject({
      code: "provider_unreachable",
      outcome: "ambiguous",
    });
  });
});

describe("the options", () => {
  const hostOf = async (options: object) => {
    server.answer(json({ sid: callSid }));
    await createTestClient(options).calls.get(callSid);
    return new URL(server.sent[0]?.url ?? "").host;
  };

  test.each([
    [{}, "api.twilio.com"],
    [{ region: "ie1" }, "api.ie1.twilio.com"],
    [{ region: "ie1", edge: "dublin" }, "api.dublin.ie1.twilio.com"],
    [{ edge: "sao-paulo" }, "api.sao-paulo.us1.twilio.com"],
    [{ baseUrl: "http://127.0.0.1:4010/" }, "127.0.0.1:4010"],
  ])("%j: %s", async (options, host) => expect(await hostOf(options)).toBe(host));

  it("an API key replaces the auth token", async () => {
    server.answer(json({ sid: callSid }));
    const client = createTwilioClient({ accountSid, apiKey: "SK1", apiSecret: "secret" });
    await client.calls.get(callSid);
    expect(server.sent[0]?.headers.get("authorization")).toBe(basic("SK1", "secret"));
    expect(server.sent[0]?.url).toContain(accountSid);
  });

  it.each([
    { accountSid: "AC1" },
    { authToken: "" },
    { authToken: "a\nb" },
    { authToken: undefined },
    { apiKey: "SK1" },
    { apiKey: "SK1", apiSecret: "x" },
    { authToken: undefined, apiKey: "SK1" },
    { region: "evil.example/" },
    { edge: "a.b" },
    { baseUrl: "ftp://x.example" },
    { unknown: 1 },
  ])("are refused: %j", (wrong) => {
    const create = () =>
      createTwilioClient({ accountSid, authToken, ...wrong } as TwilioClientOptions);
    expect(create).toThrow(expect.objectContaining({ code: "misconfigured" }));
  });

  it("are not in the client", () => {
    const printed = inspect(createTestClient(), { depth: 10, showHidden: true, getters: true });
    expect(printed).not.toContain(authToken);
  });
});
