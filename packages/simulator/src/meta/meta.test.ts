import { createHash, createHmac } from "node:crypto";
import { verifyWebhook } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { verifyToken, waitFor } from "../testKit/receiver.ts";
import {
  businessPhone,
  contactPhone,
  sampleSdp,
  startTestSimulator,
} from "../testKit/startTestSimulator.ts";
import { metaDelivery } from "./metaDelivery.ts";

const day = 86_400_000;
const otherPhone = "+525550002222";
const digits = (phone: string) => phone.slice(1);

async function startMeta(options = {}) {
  const sim = await startTestSimulator({ provider: "meta", ...options });
  const { phoneId, meta } = sim.simulator;
  return {
    ...sim,
    get: (path: string) => sim.request("GET", `/v24.0/${path}`),
    post: (path: string, body: object) => sim.request("POST", `/v24.0/${path}`, body),
    number: phoneId,
    ...meta,
    /** The changes so far, in the order of their arrival. */
    changes: (): { field: string; value: Record<string, never> }[] =>
      sim.receiver.received.flatMap(({ body }) =>
        body.entry.flatMap(({ changes }: { changes: never[] }) => changes),
      ),
  };
}

describe("webhooks", () => {
  it("of a user's call have the documented form", async () => {
    const sim = await startMeta();
    await sim.setContact({ userId: "MX.5", profileName: "Ana", username: "ana.mx" });
    const id = await sim.userCalls({ ctaPayload: "button", deeplinkPayload: "link" });
    const accept = {
      messaging_product: "whatsapp",
      action: "accept",
      call_id: id,
      session: { sdp_type: "answer", sdp: sampleSdp("active") },
      biz_opaque_callback_data: "ours",
    };
    expect((await sim.post(`${sim.number}/calls`, accept)).body).toEqual({
      messaging_product: "whatsapp",
      success: true,
    });
    sim.clock.advance(12_000);
    await sim.act("terminate", id);
    const [connect, terminate] = await sim.receiver.until(2);
    const value = {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: digits(businessPhone), phone_number_id: sim.number },
      contacts: [
        {
          profile: { name: "Ana", username: "ana.mx" },
          wa_id: digits(contactPhone),
          user_id: "MX.5",
        },
      ],
    };
    const call = {
      id,
      from: digits(contactPhone),
      from_user_id: "MX.5",
      to: digits(businessPhone),
      direction: "USER_INITIATED",
      cta_payload: "button",
      deeplink_payload: "link",
    };
    const wrap = (calls: object[]) => ({
      object: "whatsapp_business_account",
      entry: [{ id: sim.wabaId, changes: [{ value: { ...value, calls }, field: "calls" }] }],
    });
    expect(connect?.body).toEqual(
      wrap([
        {
          ...call,
          event: "connect",
          timestamp: "1795341600",
          session: { sdp_type: "offer", sdp: expect.any(String) },
        },
      ]),
    );
    expect(terminate?.body).toEqual(
      wrap([
        {
          ...call,
          event: "terminate",
          biz_opaque_callback_data: "ours",
          timestamp: "1795341612",
          status: "COMPLETED",
          start_time: "1795341600",
          end_time: "1795341612",
          duration: 12,
        },
      ]),
    );
  });

  it("of the business's call repeat its data, and have the errors of a failure twice", async () => {
    const sim = await startMeta();
    await sim.setContact({ onIncoming: "fail" });
    const { wacid } = await sim.dial({ biz_opaque_callback_data: "order 7" });
    sim.clock.advance(day);
    const [connect, terminate] = await sim.receiver.until(2);
    const callOf = (item: typeof connect) => item?.body.entry[0].changes[0].value.calls[0];
    expect(callOf(connect)).toMatchObject({
      id: wacid,
      to: digits(contactPhone),
      direction: "BUSINESS_INITIATED",
      biz_opaque_callback_data: "order 7",
      session: { sdp_type: "answer" },
    });
    expect(callOf(terminate)).toMatchObject({ status: "FAILED", errors: [{ code: 138019 }] });
    expect(terminate?.body.entry[0].changes[0].value.errors).toEqual(callOf(terminate).errors);
  });

  it("are signed over escaped bytes, which are not the bytes of the parsed body", async () => {
    const sim = await startMeta();
    await sim.setContact({ profileName: "Íñigo / Ana 🎉" });
    await sim.userCalls();
    const { rawBody, headers, body } = sim.receiver.received[0] ?? {};
    expect(rawBody).toContain('"\\u00cd\\u00f1igo \\/ Ana \\ud83c\\udf89"');
    const given = new Headers(headers as Record<string, string>);
    const verify = (text = "", secret = sim.appSecret) =>
      verifyWebhook({ scheme: "meta", rawBody: text, headers: given, secrets: [secret] });
    await verify(rawBody);
    await expect(verify(JSON.stringify(body))).rejects.toThrow();
    await expect(verify(rawBody, "other")).rejects.toThrow();
  });

  it("arrive in one request if they are due at the same time, and batches are asked for", async () => {
    const sim = await startMeta({ businessPhones: [businessPhone, otherPhone] });
    await sim.setFaults({ batchMs: 300 });
    await sim.setContact({ onIncoming: "reject", ringMs: 50 });
    await sim.dial();
    await sim.request("POST", "/_sim/calls", { from: "+525500000001", to: otherPhone });
    sim.clock.advance(1_000);
    const [batch] = await sim.receiver.until(1);
    await sim.allTypes();
    expect(sim.receiver.received).toHaveLength(1);
    expect(batch?.body.entry).toHaveLength(1);
    expect(sim.events().map(({ kind }) => kind)).toEqual([
      ...["offer", "answer", "ringing", "declined", "terminated"],
    ]);
    expect(sim.simulator.deliveries()).toMatchObject([
      { type: "calls", callId: null, detail: "connect, connect, RINGING, REJECTED, terminate" },
    ]);
  });

  it("are repeated for at most seven days with growing waits, until a 200", async () => {
    const { retryDelaysMs: waits } = metaDelivery;
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(7 * day);
    const sim = await startMeta();
    const statuses = [503, 201, 200];
    sim.receiver.answerWith(() => statuses.shift() ?? 500);
    await sim.userCalls({ ringMs: day });
    const attempts = () => sim.simulator.deliveries()[0]?.attempts ?? [];
    for (const [index, wait] of waits.slice(0, 2).entries()) {
      await waitFor(() => attempts().length === index + 1);
      sim.clock.advance(wait - 1);
      expect(attempts()).toHaveLength(index + 1);
      sim.clock.advance(1);
    }
    await waitFor(() => sim.simulator.deliveries()[0]?.state === "delivered");
    const { received } = sim.receiver;
    expect(new Set(received.map(({ rawBody }) => rawBody)).size).toBe(1);
    // Meta signs no time: the signature of a retry is the same.
    expect(new Set(received.map(({ headers }) => headers["x-hub-signature-256"])).size).toBe(1);
    expect(received).toHaveLength(3);
  });

  it("of messages arrive as standby if another partner comes first, and of calls only ends of ours", async () => {
    const sim = await startMeta();
    await sim.setNumber({ standby: true });
    await sim.request("POST", "/_sim/messages", { from: contactPhone, to: businessPhone });
    await sim.decide("accept_permanent");
    const { wacid } = await sim.dial();
    sim.clock.advance(1_000);
    await sim.act("terminate", wacid);
    await sim.receiver.until(3);
    await sim.allTypes();
    expect(sim.changes().map(({ field }) => field)).toEqual(["standby", "standby", "calls"]);
    expect(sim.events().map(({ kind }) => kind)).toEqual(["unknown", "permission", "terminated"]);
  });
});

describe("where webhooks are sent", () => {
  const fields = ["calls", "messages"];

  it("an address is registered after it has confirmed the challenge", async () => {
    const sim = await startMeta({ webhookUrl: undefined });
    const path = `${sim.appId}/subscriptions`;
    const subscribe = (verify_token: string, more: object = {}) =>
      sim.post(path, {
        object: "whatsapp_business_account",
        callback_url: sim.receiver.url,
        verify_token,
        fields,
        ...more,
      });
    expect((await sim.get(path)).body).toEqual({ data: [] });
    const refused = await subscribe("wrong");
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 2200 } } });
    expect(refused.body.error.message).toContain("HTTP Status Code = 403");
    expect((await subscribe(verifyToken, { fields: ["moods"] })).body.error.code).toBe(100);
    expect((await subscribe(verifyToken)).body).toEqual({ success: true });
    expect((await sim.get(path)).body.data).toMatchObject([
      { callback_url: sim.receiver.url, active: true, fields: [{ name: "calls" }, {}] },
    ]);
    await sim.setNumber({ restriction: "RESTRICTED_USER_INITIATED_CALLING" });
    await sim.setNumber({});
    await sim.userCalls();
    await sim.allTypes();
    expect(sim.changes().map(({ field }) => field)).toEqual(["calls"]);
    await sim.request("DELETE", `/v24.0/${path}`);
    await sim.dial({ to: "+525500000009" });
    sim.clock.advance(day);
    await sim.allTypes();
    expect(sim.receiver.received).toHaveLength(1);
  });

  it("an address may replace the app's for an account and for a number", async () => {
    const sim = await startMeta();
    const at = (name: string) => `${sim.receiver.url}/${name}`;
    const account = `${sim.wabaId}/subscribed_apps`;
    await sim.post(account, { override_callback_uri: at("account"), verify_token: verifyToken });
    expect((await sim.get(account)).body.data[0]).toMatchObject({
      whatsapp_business_api_data: { id: sim.appId },
      override_callback_uri: at("account"),
    });
    await sim.userCalls();
    const override = (verify_token: string) =>
      sim.post(sim.number, {
        webhook_configuration: { override_callback_uri: at("number"), verify_token },
      });
    expect((await override("wrong")).body.error.code).toBe(2200);
    await override(verifyToken);
    await sim.userCalls({ from: "+525500000001" });
    await sim.request("DELETE", `/v24.0/${account}`);
    await sim.request("POST", "/_sim/calls", { from: "+525500000002", to: businessPhone });
    await sim.allTypes();
    expect(sim.simulator.deliveries().map(({ url }) => url)).toEqual([at("account"), at("number")]);
  });
});

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

describe("settings", () => {
  const hours = {
    status: "ENABLED",
    timezone_id: "America/Mexico_City",
    weekly_operating_hours: [
      { day_of_week: "MONDAY", open_time: "0900", close_time: "1400" },
      { day_of_week: "MONDAY", open_time: "1600", close_time: "19:00" },
    ],
    holiday_schedule: [{ date: "2026-12-25", start_time: "0000", end_time: "2359" }],
  };

  it("are written, read, and reported in a webhook", async () => {
    const sim = await startMeta();
    const path = `${sim.number}/settings`;
    const initial = {
      status: "ENABLED",
      call_icon_visibility: "DEFAULT",
      callback_permission_status: "DISABLED",
      sip: { status: "DISABLED" },
    };
    expect((await sim.get(path)).body).toEqual({ calling: initial });
    const changes = {
      call_icon_visibility: "DISABLE_ALL",
      callback_permission_status: "ENABLED",
      call_icons: { restrict_to_user_countries: ["MX"] },
      call_hours: hours,
    };
    expect((await sim.post(path, { calling: changes })).body).toEqual({ success: true });
    const [, evening] = hours.weekly_operating_hours;
    const kept = {
      ...initial,
      ...changes,
      call_hours: {
        ...hours,
        weekly_operating_hours: [
          hours.weekly_operating_hours[0],
          { ...evening, close_time: "1900" },
        ],
      },
    };
    expect((await sim.get(path)).body).toEqual({ calling: kept });
    await sim.receiver.until(1);
    expect(sim.changes()).toEqual([
      {
        field: "account_settings_update",
        value: {
          messaging_product: "whatsapp",
          timestamp: "1795341600",
          type: "phone_number_settings",
          phone_number_settings: { phone_number_id: sim.number, calling: kept },
        },
      },
    ]);
    // `call_hours` is replaced as a whole, so the holidays are gone.
    await sim.post(path, { calling: { call_hours: { status: "DISABLED" } } });
    expect((await sim.get(path)).body.calling.call_hours).toEqual({ status: "DISABLED" });
  });

  it.each([
    ["three periods in a day", { open_time: "2000", close_time: "2100" }],
    ["periods that overlap", { open_time: "1300", close_time: "1500", day_of_week: "TUESDAY" }],
    ["a period that ends before it begins", { open_time: "1800", close_time: "0900" }],
    ["no time", { open_time: "25:00", close_time: "2600" }],
  ])("refuse call hours with %s", async (_, period) => {
    const sim = await startMeta();
    const day_of_week = "MONDAY";
    const weekly = [
      ...hours.weekly_operating_hours,
      { day_of_week: "TUESDAY", open_time: "0900", close_time: "1400" },
      { day_of_week, ...period },
    ];
    const { body } = await sim.post(`${sim.number}/settings`, {
      calling: { call_hours: { ...hours, weekly_operating_hours: weekly } },
    });
    expect(body.error.code).toBe(100);
  });

  it("show a restriction while it is valid", async () => {
    const sim = await startMeta();
    await sim.setNumber({ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" });
    const path = `${sim.number}/settings`;
    expect((await sim.get(path)).body.calling.restrictions.restrictions_list).toMatchObject([
      { type: "RESTRICTED_BUSINESS_INITIATED_CALLING", expiration: 1795341600 + 7 * 86_400 },
    ]);
    await sim.receiver.until(1);
    expect(sim.changes()[0]).toEqual({
      field: "account_update",
      value: {
        phone_number: digits(businessPhone),
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          {
            restriction_type: "RESTRICTED_BUSINESS_INITIATED_CALLING",
            expiration: 1795341600 + 7 * 86_400,
          },
        ],
      },
    });
    sim.clock.advance(7 * day);
    expect((await sim.get(path)).body.calling).not.toHaveProperty("restrictions");
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

describe("recordings", () => {
  it("are announced with an address for five minutes and an id for seven days", async () => {
    const sim = await startMeta();
    await sim.dialect.record();
    await sim.dial();
    sim.clock.advance(day);
    await sim.untilEvents(6);
    const items = sim.changes().flatMap(({ value: { calls = [] } }) => calls as object[]);
    const file = items.flatMap((item) =>
      "call_recording" in item ? [(item.call_recording as { audio: never }).audio] : [],
    )[0] as unknown as { id: string; sha256: string; url: string; mime_type: string };
    expect(file).toMatchObject({ id: expect.stringMatching(/^\d{16}$/) });
    expect(file.mime_type).toBe("audio/ogg; codecs=opus");
    const download = (url: string, headers = sim.dialect.headers) => fetch(url, { headers });
    expect((await download(file.url, {})).status).toBe(401);
    const bytes = Buffer.from(await (await download(file.url)).arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("base64")).toBe(file.sha256);
    sim.clock.advance(5 * 60_000 + 1_000);
    expect((await download(file.url)).status).toBe(404);
    const { body: described } = await sim.get(file.id);
    expect(described).toMatchObject({
      messaging_product: "whatsapp",
      file_size: String(bytes.length),
      id: file.id,
    });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(described.sha256);
    expect((await download(described.url)).status).toBe(200);
    expect((await download(described.url.replace(file.id, "1"))).status).toBe(404);
    sim.clock.advance(7 * day);
    expect((await sim.get(file.id)).body.error.error_subcode).toBe(33);
  });

  it("exist only of the calls whose request asked for them", async () => {
    const sim = await startMeta();
    await sim.dial();
    sim.clock.advance(day);
    await sim.untilEvents(4);
    await sim.allTypes();
    expect(sim.events()).toHaveLength(4);
  });
});
