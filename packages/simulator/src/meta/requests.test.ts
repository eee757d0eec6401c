import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { businessPhone, contactPhone, sampleSdp } from "../testKit/samples.ts";
import { digits, startMeta } from "../testKit/startMeta.ts";

const otherPhone = "+525550002222";

describe("requests", () => {
  it.each([
    ["GET", "/v24.0/1/settings"],
    ["POST", "/v24.0/1/calls"],
    ["GET", "/v24.0/no/such/route"],
    ["GET", "/whatsapp_business/attachments/?mid=1"],
  ])("%s %s needs the access token", async (method, path) => {
    const sim = await startMeta();
    for (const headers of [{}, { authorization: "Bearer wrong" }]) {
      const response = await fetch(`${sim.simulator.url}${path}`, { method, headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: {
          message: expect.stringContaining("Invalid OAuth access token"),
          type: "OAuthException",
          code: 190,
          fbtrace_id: expect.any(String),
        },
      });
    }
  });

  it("may prove that they know the app's secret", async () => {
    const sim = await startMeta();
    const proof = createHmac("sha256", sim.appSecret).update(sim.accessToken).digest("hex");
    const path = `${sim.number}?appsecret_proof=`;
    expect((await sim.get(path + proof)).status).toBe(200);
    expect((await sim.get(`${path}${proof.replace(/^./, "x")}`)).body.error.code).toBe(100);
  });

  it("with a wrong body or to an unknown object are refused in Graph's envelope", async () => {
    const sim = await startMeta();
    const calls = `${sim.number}/calls`;
    const offer = { sdp_type: "offer", sdp: sampleSdp("actpass") };
    const connect = { messaging_product: "whatsapp", action: "connect", to: contactPhone };
    for (const body of [
      { ...connect },
      { ...connect, session: { ...offer, sdp_type: "answer" } },
      { ...connect, session: offer, to: undefined },
      { ...connect, session: offer, messaging_product: "sms" },
      { ...connect, session: offer, action: "hold" },
      { ...connect, session: offer, recording: { status: "ENABLED" } },
      { messaging_product: "whatsapp", action: "terminate", call_id: "wacid.none" },
    ]) {
      const { status, body: answer } = await sim.post(calls, body);
      expect([status, answer.error.code]).toEqual([400, 100]);
      expect(answer.error.error_data.details).not.toBe("");
    }
    expect(sim.simulator.calls()).toEqual([]);
    for (const path of ["42", "42/settings", "42/nothing", `${sim.number}/phone_numbers`]) {
      const { status, body } = await sim.get(path);
      expect([status, body.error.code, body.error.error_subcode]).toEqual([400, 100, 33]);
    }
  });

  it("fail as the faults say, with the provider's own codes", async () => {
    const sim = await startMeta();
    for (const [connectError, status, code] of [
      ["500", 500, "1"],
      ["429", 429, "138005"],
      ["138013", 400, "138013"],
      ["138000", 401, "138000"],
    ] as const) {
      await sim.setFaults({ connectError });
      expect(await sim.dial()).toMatchObject({ status, code });
    }
    expect(sim.simulator.calls()).toEqual([]);
  });

  it("accept a number with and without its plus and its spaces; the phone wins over the id", async () => {
    const sim = await startMeta();
    await sim.setContact({ userId: "MX.9" }, "+525500000007");
    for (const to of ["52 55 1234-5678", "+52 (55) 1234 5679"]) {
      expect((await sim.dial({ to, recipient: "MX.9" })).status).toBe(200);
    }
    expect(sim.simulator.calls().map(({ to }) => to)).toEqual([contactPhone, "+525512345679"]);
  });
});

describe("call permissions", () => {
  it("tell the permission, and what is left of the limits", async () => {
    const sim = await startMeta();
    await sim.setContact({ permission: "none", userId: "MX.3" });
    const query = async (by = `user_wa_id=${digits(contactPhone)}`) =>
      (await sim.get(`${sim.number}/call_permissions?${by}`)).body;
    const request = (can: boolean, used: number, more: object = {}) => ({
      action_name: "send_call_permission_request",
      can_perform_action: can,
      limits: [
        { time_period: "PT24H", max_allowed: 1, current_usage: used, ...more },
        { time_period: "P7D", max_allowed: 2, current_usage: used },
      ],
    });
    const start = (can: boolean) => ({
      action_name: "start_call",
      can_perform_action: can,
      limits: [{ time_period: "PT24H", max_allowed: 100, current_usage: 0 }],
    });
    expect(await query()).toEqual({
      messaging_product: "whatsapp",
      permission: { status: "no_permission" },
      actions: [request(true, 0), start(false)],
    });
    await sim.ask();
    expect((await query("recipient=MX.3")).actions).toEqual([
      request(false, 1, { limit_expiration_time: 1795341601 + 86_400 }),
      start(false),
    ]);
    await sim.decide("accept");
    expect(await query()).toMatchObject({
      permission: { status: "temporary", expiration_time: 1795341600 + 7 * 86_400 },
      actions: [{ can_perform_action: false }, { can_perform_action: true }],
    });
    await sim.decide("accept_permanent");
    expect(await query()).toMatchObject({
      permission: { status: "permanent" },
      actions: [{ can_perform_action: false }, { can_perform_action: true }],
    });
    await sim.setNumber({ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" });
    expect((await query()).actions[1].can_perform_action).toBe(false);
    expect((await query("recipient=MX.0")).error.code).toBe(100);
  });
});

describe("messages", () => {
  const send = {
    messaging_product: "whatsapp",
    to: contactPhone,
    type: "interactive",
    interactive: {
      type: "voice_call",
      body: { text: "Llámanos" },
      action: { name: "voice_call", parameters: { display_text: "Llamar", payload: "promo" } },
    },
  };

  it("with a call button are accepted, within the documented lengths", async () => {
    const sim = await startMeta();
    await sim.request("POST", "/_sim/messages", { from: contactPhone, to: businessPhone });
    const path = `${sim.number}/messages`;
    expect((await sim.post(path, send)).body).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: contactPhone, wa_id: digits(contactPhone), user_id: expect.any(String) }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    const { action } = send.interactive;
    const long = { ...action, parameters: { display_text: "x".repeat(21) } };
    const tooLong = { ...send, interactive: { ...send.interactive, action: long } };
    expect((await sim.post(path, tooLong)).body.error.code).toBe(100);
  });

  it("need a template that exists in the account, and create one", async () => {
    const sim = await startMeta();
    const path = `${sim.wabaId}/message_templates`;
    const message = (code: string) => ({
      ...{ messaging_product: "whatsapp", to: contactPhone, type: "template" },
      template: { name: "llamar", language: { code } },
    });
    const missing = await sim.post(`${sim.number}/messages`, message("es"));
    expect([missing.status, missing.body.error.code]).toEqual([404, 132001]);
    const input = {
      name: "llamar",
      language: "es",
      category: "UTILITY",
      components: [{ type: "BODY", text: "¿Le llamamos?" }, { type: "call_permission_request" }],
    };
    const { body: created } = await sim.post(path, input);
    expect(created).toEqual({ id: expect.any(String), status: "APPROVED", category: "UTILITY" });
    expect((await sim.post(path, input)).body.error.code).toBe(100);
    const { body: list } = await sim.get(`${path}?name=llamar&fields=name,components`);
    expect(list.data).toEqual([{ id: created.id, name: "llamar", components: input.components }]);
    expect((await sim.get(path)).body.data).toHaveLength(4);
    await sim.setContact({ permission: "accept", permitted: false });
    const sent = await sim.post(`${sim.number}/messages`, message("es"));
    expect(sent.body.messages[0].message_status).toBe("accepted");
    sim.clock.advance(1_000);
    expect((await sim.dial()).status).toBe(200);
  });
});

describe("numbers of both providers", () => {
  it("are separate in their routes and webhooks, in one simulator", async () => {
    const sim = await startMeta({
      provider: "ycloud",
      businessPhones: [businessPhone, { phone: otherPhone, provider: "meta" }],
    });
    const graph = { authorization: `Bearer ${sim.accessToken}` };
    const ids = (await sim.request("GET", "/v2/whatsapp/phoneNumbers")).body.items.map(
      ({ id }: { id: string }) => id,
    );
    expect(ids).toEqual([sim.number]);
    const path = `/v24.0/${sim.wabaId}/phone_numbers?fields=display_phone_number,health_status`;
    const { body } = await sim.request("GET", path, undefined, graph);
    const metaId = String(BigInt(sim.number) + 1n);
    expect(body.data).toEqual([
      {
        display_phone_number: "+52 55 5000 2222",
        health_status: expect.objectContaining({ can_send_message: "AVAILABLE" }),
        id: metaId,
      },
    ]);
    const one = await sim.request("GET", `/v24.0/${sim.number}`, undefined, graph);
    expect(one.body.error.error_subcode).toBe(33);
    expect((await sim.connect({ from: otherPhone })).status).toBe(403);
    await sim.userCalls();
    const wacid = await sim.userCalls({ to: otherPhone });
    expect((await sim.act("reject", wacid)).status).toBe(404);
    expect(sim.events().map(({ provider }) => provider)).toEqual(["ycloud", "meta"]);
    expect(sim.simulator.calls().map(({ provider }) => provider)).toEqual(["ycloud", "meta"]);
  });
});
