import { describe, expect, it } from "vitest";
import { createWacid } from "../lib/createIds.ts";
import {
  businessPhone,
  contactPhone,
  sampleSdp,
  startTestSimulator,
} from "../testKit/startTestSimulator.ts";

const calls = "/v2/whatsapp/calls";

describe("authentication and errors", () => {
  it.each([
    ["GET", "/v2/whatsapp/phoneNumbers"],
    ["POST", `${calls}/connect`],
    ["POST", calls],
    ["GET", `${calls}/media/1`],
    ["GET", "/v2/no/such/route"],
  ])("%s %s needs the key", async (method, path) => {
    const sim = await startTestSimulator();
    const response = await fetch(`${sim.simulator.url}${path}`, { method });
    expect(response.status).toBe(401);
    const requestId = response.headers.get("ycloud-request-id");
    expect(await response.json()).toEqual({
      error: {
        status: 401,
        code: "UNAUTHORIZED",
        message: "Authentication is required.",
        requestId,
      },
    });
    expect(requestId).toMatch(/^req_/);
  });

  it("returns 404 for routes that YCloud does not have, and a request id for its routes", async () => {
    const sim = await startTestSimulator();
    const unknown = await sim.request("GET", "/v2/whatsapp/calls");
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "NOT_FOUND"]);
    const known = await sim.request("GET", "/v2/whatsapp/phoneNumbers");
    expect(known.response.headers.get("ycloud-request-id")).toMatch(/^req_/);
  });

  const connect = { from: businessPhone, to: contactPhone, sdpType: "offer", sdp: "v=0" };
  it.each([
    ["connect", { ...connect, from: undefined }, "PARAM_MISSING", "from"],
    ["connect", { ...connect, from: "525550001111" }, "PARAM_INVALID", "from"],
    ["connect", { ...connect, to: undefined }, "PARAM_INVALID", "to"],
    ["connect", { ...connect, sdpType: undefined }, "PARAM_MISSING", "sdpType"],
    ["connect", { ...connect, sdpType: "answer" }, "PARAM_INVALID", "sdpType"],
    ["connect", { ...connect, sdp: undefined }, "PARAM_MISSING", "sdp"],
    ["connect", [], "PARAM_INVALID", "body"],
    ["accept", { phoneId: "1", wacid: "w", sdpType: "answer" }, "PARAM_MISSING", "sdp"],
    ["preAccept", { phoneId: "1", sdpType: "answer", sdp: "v=0" }, "PARAM_MISSING", "wacid"],
    ["reject", { wacid: "w" }, "PARAM_MISSING", "phoneId"],
    ["terminate", { wacid: 3, phoneId: "1" }, "PARAM_INVALID", "wacid"],
  ])("%s: 400 for %j", async (operation, body, code, target) => {
    const sim = await startTestSimulator();
    const { body: answer } = await sim.request("POST", `${calls}/${operation}`, body);
    expect(answer.error).toMatchObject({ status: 400, code, target });
  });

  it("returns 400 for a body that is not JSON, and 413 for a body that is too large", async () => {
    const sim = await startTestSimulator();
    const post = (body: string | ReadableStream) =>
      fetch(`${sim.simulator.url}${calls}/connect`, {
        method: "POST",
        headers: { "X-API-Key": sim.simulator.apiKey },
        body,
        duplex: "half",
      } as RequestInit);
    expect((await post("{no")).status).toBe(400);
    expect((await post(new Blob(["{no length"]).stream())).status).toBe(400);
    expect((await post(`"${"x".repeat(1_048_577)}"`)).status).toBe(413);
  });

  it("ignores unknown fields", async () => {
    const sim = await startTestSimulator();
    expect((await sim.connect({ externalId: "x", more: { of: "it" } })).status).toBe(200);
  });
});

describe("what WhatsApp refuses", () => {
  const codeOf = ({ status, body }: { status: number; body: { error: Record<string, never> } }) => [
    status,
    (body.error.whatsappApiError as { code: string } | undefined)?.code,
  ];

  it("a second call with the same contact, also with an alias of the number", async () => {
    const sim = await startTestSimulator();
    await sim.connect();
    expect(codeOf(await sim.connect())).toEqual([400, "138003"]);
    expect(codeOf(await sim.connect({ to: "+5215512345678" }))).toEqual([400, "138003"]);
    expect((await sim.connect({ to: "+525500000002" })).status).toBe(200);
  });

  it("a call to a contact who has not given a permission", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ permission: "none" });
    const refused = await sim.connect();
    expect(codeOf(refused)).toEqual([401, "138006"]);
    expect(refused.body.error).toMatchObject({
      target: "whatsappApiError",
      whatsappApiError: { type: "OAuthException", message: expect.stringContaining("(#138006)") },
    });
    await sim.setContact({ permission: "none", permitted: true });
    expect((await sim.connect()).status).toBe(200);
  });

  it("a call while calling is disabled", async () => {
    const sim = await startTestSimulator();
    const path = `/v2/whatsapp/phoneNumbers/${sim.simulator.wabaId}/%2B525550001111/settings`;
    const { body } = await sim.request("POST", path, { calling: { status: "DISABLED" } });
    const calling = { id: sim.simulator.phoneId, status: "DISABLED", iconVisibility: "DEFAULT" };
    expect(body).toEqual({ calling });
    expect((await sim.request("GET", path)).body).toEqual({ calling });
    expect(codeOf(await sim.connect())).toEqual([400, "138000"]);
  });

  it.each([
    ["no SDP", "hello"],
    ["no fingerprint", sampleSdp("actpass").replace(/a=fingerprint.*\r\n/, "")],
    ["no audio", sampleSdp("actpass").replace("m=audio", "m=video")],
    ["an answer's setup", sampleSdp("active")],
    ["too long", sampleSdp("actpass") + "a=x\r\n".repeat(20_001)],
  ])("an SDP with %s", async (_, sdp) => {
    const sim = await startTestSimulator();
    expect(codeOf(await sim.connect({ sdp }))).toEqual([400, "100"]);
    expect(sim.simulator.calls()).toEqual([]);
  });

  it("an act on a call that does not exist or does not belong to the number", async () => {
    const sim = await startTestSimulator();
    expect((await sim.step("terminate", createWacid("1", "2"))).status).toBe(404);
    const wacid = await sim.userCalls();
    const other = await sim.step("reject", wacid, { phoneId: "1" });
    expect(other.body.error).toMatchObject({ code: "PARAM_NOT_MATCH", target: "phoneId" });
  });

  it("a number of another account, and a user id that nobody has", async () => {
    const sim = await startTestSimulator();
    const { body } = await sim.connect({ from: "+525559999999" });
    expect(body.error.code).toBe("WHATSAPP_PHONE_NUMBER_UNAVAILABLE");
    expect(codeOf(await sim.connect({ to: undefined, recipient: "MX.0" }))).toEqual([
      400,
      "138001",
    ]);
  });

  it("the accept of a call of the business", async () => {
    const sim = await startTestSimulator();
    const { body } = await sim.connect();
    expect(codeOf(await sim.accept(body.wacid))).toEqual([400, "100"]);
  });
});

describe("phone numbers", () => {
  it("are listed with their ids, and can be read one by one", async () => {
    const phones = [businessPhone, "+525550002222"];
    const sim = await startTestSimulator({ businessPhones: phones, phoneId: "100", wabaId: "7" });
    const { body } = await sim.request("GET", "/v2/whatsapp/phoneNumbers?filter.wabaId=7");
    expect(body).toMatchObject({ offset: 0, limit: 10, length: 2 });
    expect(
      body.items.map(({ id, phoneNumber }: Record<string, string>) => [id, phoneNumber]),
    ).toEqual([
      ["100", phones[0]],
      ["101", phones[1]],
    ]);
    const one = await sim.request("GET", "/v2/whatsapp/phoneNumbers/7/%2B525550002222");
    expect(one.body).toMatchObject({ id: "101", wabaId: "7" });
    expect((await sim.request("GET", "/v2/whatsapp/phoneNumbers/8/%2B525550002222")).status).toBe(
      404,
    );
    const bad = await sim.request("GET", "/v2/whatsapp/phoneNumbers?limit=101");
    expect(bad.body.error).toMatchObject({ code: "PARAM_INVALID", target: "limit" });
  });

  it("keep capture settings, which need a language and a purpose", async () => {
    const sim = await startTestSimulator();
    const path = `/v2/whatsapp/phoneNumbers/${sim.simulator.wabaId}/%2B525550001111/settings`;
    const capture = { recordingEnabled: true, transcriptionEnabled: false };
    const refused = await sim.request("POST", path, { capture });
    expect(refused.body.error).toMatchObject({
      status: 400,
      target: "capture.announcementLanguage",
    });
    const full = { ...capture, announcementLanguage: "es", purpose: "quality" };
    await sim.request("POST", path, { capture: full });
    expect((await sim.request("GET", `${path}?type=capture`)).body).toEqual({ capture: full });
    expect((await sim.request("GET", `${path}?type=other`)).status).toBe(400);
    expect((await sim.request("POST", path, {})).status).toBe(400);
  });
});
