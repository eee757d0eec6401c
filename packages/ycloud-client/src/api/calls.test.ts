import { describe, expect, it } from "vitest";
import {
  apiKey,
  createTestClient,
  from,
  json,
  origin,
  phoneId,
  sdp,
  to,
  useTestServer,
  wacid,
} from "../testServer.ts";

const server = useTestServer();
const { calls } = createTestClient();
const taken = () => json({ success: true, wacid });

describe("commands", () => {
  it.each([
    {
      name: "connect",
      run: () => calls.connect({ from, to, sdp }),
      body: { from, to, sdpType: "offer", sdp },
    },
    {
      name: "connect",
      run: () => calls.connect({ from, recipient: "US.1234", sdp }),
      body: { from, recipient: "US.1234", sdpType: "offer", sdp },
    },
    {
      name: "preAccept",
      run: () => calls.preAccept({ phoneId, wacid, sdp }),
      body: { phoneId, wacid, sdpType: "answer", sdp },
    },
    {
      name: "accept",
      run: () => calls.accept({ phoneId, wacid, sdp }),
      body: { phoneId, wacid, sdpType: "answer", sdp },
    },
    { name: "reject", run: () => calls.reject({ phoneId, wacid }), body: { phoneId, wacid } },
    { name: "terminate", run: () => calls.terminate({ phoneId, wacid }), body: { phoneId, wacid } },
  ])("POST calls/$name", async ({ name, run, body }) => {
    server.answer(taken());
    await expect(run()).resolves.toEqual({ success: true, wacid });
    expect(server.sent).toHaveLength(1);
    const [request] = server.sent;
    expect(request?.method).toBe("POST");
    expect(request?.path).toBe(`/v2/whatsapp/calls/${name}`);
    expect(request?.body).toStrictEqual(body);
    expect(request?.headers.get("x-api-key")).toBe(apiKey);
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(request?.headers.get("accept")).toBe("application/json");
  });

  it("accepts new fields and a missing wacid", async () => {
    server.answer(json({ success: true, wacid: null, region: "eu" }));
    const answer = await calls.connect({ from, to, sdp });
    expect(answer.wacid).toBeUndefined();
    expect(answer.region).toBe("eu");
  });

  it.each([
    ["not JSON", new Response("<html>ok</html>")],
    ["empty", new Response("")],
    ["another shape", json({ data: { wacid } })],
    ["a wrong type", json({ success: "yes" })],
  ])("a 200 that cannot be read is ambiguous: %s", async (_, answer) => {
    server.answer(
      new Response(answer.body, { status: 200, headers: { "YCloud-Request-ID": "req_1" } }),
    );
    await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
      code: "provider_response_invalid",
      status: 502,
      outcome: "ambiguous",
      httpStatus: 200,
      requestId: "req_1",
    });
    expect(server.sent).toHaveLength(1);
  });

  it("a 200 that says no is a refusal", async () => {
    server.answer(json({ success: false }));
    await expect(calls.terminate({ phoneId, wacid })).rejects.toMatchObject({
      code: "provider_refused",
      outcome: "rejected",
    });
  });
});

describe("input", () => {
  const long = "v=0\r\n".padEnd(100_001, "x");
  it.each([
    ["no SDP", "sdp_invalid", () => calls.connect({ from, to, sdp: "" })],
    ["an SDP too long", "sdp_invalid", () => calls.connect({ from, to, sdp: long })],
    ["an accept without SDP", "sdp_invalid", () => calls.accept({ phoneId, wacid, sdp: "" })],
    ["from without +", "invalid_parameter", () => calls.connect({ from: "6283", to, sdp })],
    ["to with blanks", "invalid_parameter", () => calls.connect({ from, to: "+62 813", sdp })],
    [
      "both to and recipient",
      "invalid_parameter",
      // @ts-expect-error exactly one of the two
      () => calls.connect({ from, to, recipient: "US.1234", sdp }),
    ],
    // @ts-expect-error exactly one of the two
    ["neither to nor recipient", "invalid_parameter", () => calls.connect({ from, sdp })],
    [
      "an unknown field",
      "invalid_parameter",
      // @ts-expect-error a closed type
      () => calls.reject({ phoneId, wacid, reason: "busy" }),
    ],
    ["no phoneId", "invalid_parameter", () => calls.terminate({ phoneId: "", wacid })],
    ["dots for an asset", "invalid_parameter", () => calls.downloadMedia("..")],
    [
      "a path to another host",
      "invalid_parameter",
      () => calls.clickToCall({ path: "//evil.test/x", from, to }),
    ],
  ])("refuses %s and sends nothing", async (_, code, run) => {
    server.answer(taken());
    await expect(run()).rejects.toMatchObject({ name: "CallsError", code });
    expect(server.sent).toHaveLength(0);
  });

  it("accepts an SDP of 100,000 characters", async () => {
    server.answer(taken());
    await calls.connect({ from, to, sdp: long.slice(0, 100_000) });
    expect(server.sent).toHaveLength(1);
  });

  it("names the field and not its value", async () => {
    const error = await calls.connect({ from: "52 secret", to, sdp }).catch(String);
    expect(error).toContain("from: must be E.164 with +");
    expect(error).not.toContain("secret");
  });
});

describe("downloadMedia", () => {
  it("GETs the asset and passes its body on as a stream", async () => {
    const end = Promise.withResolvers<void>();
    server.answer(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode("Ogg"));
              await end.promise;
              controller.enqueue(new TextEncoder().encode("S"));
              controller.close();
            },
          }),
          { headers: { "content-type": "audio/ogg" } },
        ),
    );
    const response = await calls.downloadMedia("66b1f0c2/e4b0?x");
    expect(response.headers.get("content-type")).toBe("audio/ogg");
    expect(response.bodyUsed).toBe(false);
    end.resolve();
    await expect(response.text()).resolves.toBe("OggS");
    const [request] = server.sent;
    expect(request?.method).toBe("GET");
    expect(request?.path).toBe("/v2/whatsapp/calls/media/66b1f0c2%2Fe4b0%3Fx");
    expect(request?.headers.get("x-api-key")).toBe(apiKey);
    expect(request?.headers.get("range")).toBeNull();
  });

  it("404 is media_not_found", async () => {
    server.answer(json({ error: { status: 404, code: "NOT_FOUND" } }, { status: 404 }));
    await expect(calls.downloadMedia("a1")).rejects.toMatchObject({
      code: "media_not_found",
      status: 404,
      httpStatus: 404,
      ycloudCode: "NOT_FOUND",
    });
  });
});

describe("clickToCall", () => {
  const path = "/v2/whatsapp/calls";
  it("POSTs the guide's request", async () => {
    server.answer(json({ id: "c1" }));
    await expect(calls.clickToCall({ path, from, to })).resolves.toEqual({ callId: "c1" });
    const [request] = server.sent;
    expect(request?.method).toBe("POST");
    expect(request?.path).toBe(path);
    expect(request?.body).toStrictEqual({ from, to, type: "voice" });
    expect(request?.headers.get("x-api-key")).toBe(apiKey);
  });

  it.each([
    ['{"id":"a","call_id":"b"}', "a"],
    ['{"call_id":"b","wacid":"c"}', "b"],
    ['{"id":"","wacid":"c"}', "c"],
    ['{"id":42}', "42"],
    ["{}", undefined],
    ["null", undefined],
    ["[]", undefined],
    ['"accepted"', undefined],
    ["accepted", undefined],
    ["", undefined],
  ])("reads %s as %s", async (body, callId) => {
    server.answer(new Response(body));
    await expect(calls.clickToCall({ path, from, to })).resolves.toStrictEqual(
      callId === undefined ? {} : { callId },
    );
  });

  it.each([404, 405])("%i is click_to_call_unavailable", async (status) => {
    server.answer(json({ error: { status, code: "NOT_FOUND" } }, { status }));
    await expect(calls.clickToCall({ path, from, to })).rejects.toMatchObject({
      code: "click_to_call_unavailable",
      status: 502,
      outcome: "rejected",
      httpStatus: status,
    });
  });
});

describe("base URL and auth header", () => {
  it.each([origin, `${origin}/`, `${origin}/v2`, `${origin}/v2/`])("%s", async (baseUrl) => {
    server.answer(taken());
    await createTestClient({ baseUrl }).calls.reject({ phoneId, wacid });
    expect(server.sent[0]?.path).toBe("/v2/whatsapp/calls/reject");
  });

  it("keeps the path of a proxy", async () => {
    server.answer(taken());
    await createTestClient({ baseUrl: `${origin}/ycloud/` }).calls.reject({ phoneId, wacid });
    expect(server.sent[0]?.path).toBe("/ycloud/v2/whatsapp/calls/reject");
  });

  it("sends another header when told to", async () => {
    server.answer(taken());
    const client = createTestClient({ authHeader: "Authorization", apiKey: "Bearer abc" });
    await client.calls.reject({ phoneId, wacid });
    expect(server.sent[0]?.headers.get("authorization")).toBe("Bearer abc");
    expect(server.sent[0]?.headers.has("x-api-key")).toBe(false);
  });

  it.each([
    ["apiKey", { apiKey: "" }],
    ["apiKey", { apiKey: "key\nX-Other: 1" }],
    ["authHeader", { authHeader: "X API" }],
    ["baseUrl", { baseUrl: "api.ycloud.com" }],
    ["baseUrl", { baseUrl: "https://ycloud.test/?a=1" }],
    ["timeoutMs", { timeoutMs: 0 }],
    ["retry.limit", { retry: { limit: -1 } }],
  ])("an invalid %s is misconfigured", (name, options) => {
    const create = () => createTestClient(options);
    expect(create).toThrow(expect.objectContaining({ code: "misconfigured" }));
    expect(create).toThrow(`${name}: `);
    expect(create).not.toThrow("X-Other");
  });
});
