import { describe, expect, it } from "vitest";
import {
  accessToken,
  createTestClient,
  from,
  json,
  phoneId,
  refuse,
  to,
  wabaId,
} from "../testServer.ts";

describe("permissions", () => {
  /** Meta's sample ("Call permissions"), without its trailing commas. */
  const sample = {
    messaging_product: "whatsapp",
    permission: { status: "temporary", expiration_time: 1745343479 },
    actions: [
      {
        action_name: "send_call_permission_request",
        can_perform_action: true,
        limits: [
          { time_period: "PT24H", max_allowed: 1, current_usage: 0 },
          { time_period: "P7D", max_allowed: 2, current_usage: 1 },
        ],
      },
      {
        action_name: "start_call",
        can_perform_action: false,
        limits: [
          {
            time_period: "PT24H",
            max_allowed: 5,
            current_usage: 5,
            limit_expiration_time: 1745622600,
          },
        ],
      },
    ],
  };

  it("reads Meta's sample", async () => {
    const { client, sent } = createTestClient([json(sample)]);
    await expect(client.permissions.get({ phoneId, to })).resolves.toStrictEqual({
      status: "temporary",
      expiresAt: "2025-04-22T17:37:59.000Z",
      actions: [
        {
          name: "send_call_permission_request",
          mayPerform: true,
          limits: [
            { period: "PT24H", most: 1, used: 0, endsAt: undefined },
            { period: "P7D", most: 2, used: 1, endsAt: undefined },
          ],
        },
        {
          name: "start_call",
          mayPerform: false,
          limits: [{ period: "PT24H", most: 5, used: 5, endsAt: "2025-04-25T23:10:00.000Z" }],
        },
      ],
    });
    expect(sent[0]).toMatchObject({
      method: "GET",
      path: `/${phoneId}/call_permissions?user_wa_id=${to.slice(1)}`,
    });
  });

  it("asks by user id", async () => {
    const { client, sent } = createTestClient([json(sample)]);
    await client.permissions.get({ phoneId, recipient: "US.1" });
    expect(sent[0]?.path).toBe(`/${phoneId}/call_permissions?recipient=US.1`);
  });

  it.each([
    [{ permission: { status: "PERMANENT" } }, "permanent", undefined],
    [
      { permission: { status: "temporary", expiration: "1745343479" } },
      "temporary",
      "2025-04-22T17:37:59.000Z",
    ],
    [{ permission: { status: "something_new" } }, "something_new", undefined],
    [{ permission: null, actions: "none" }, undefined, undefined],
    [{}, undefined, undefined],
  ])("is tolerant: %j", async (answer, status, expiresAt) => {
    const { client } = createTestClient([json(answer)]);
    const read = await client.permissions.get({ phoneId, to });
    expect([read.status, read.expiresAt]).toEqual([status, expiresAt]);
  });

  it("tells its rate limit", async () => {
    const { client } = createTestClient([refuse(429, { code: 613 })], { retry: { limit: 0 } });
    await expect(client.permissions.get({ phoneId, to })).rejects.toMatchObject({
      code: "rate_limited",
      whatsappCode: "613",
    });
  });
});

describe("settings", () => {
  const path = `/${phoneId}/settings`;

  it("are read, with fields that are newer than this code", async () => {
    const calling = { status: "ENABLED", call_icon_visibility: "DEFAULT", video: { status: "X" } };
    const { client, sent } = createTestClient([json({ calling, storage_configuration: {} })]);
    await expect(client.settings.get(phoneId)).resolves.toMatchObject(calling);
    expect(sent[0]).toMatchObject({ method: "GET", path });
  });

  it("are written with call hours in WhatsApp's format", async () => {
    const { client, sent } = createTestClient([json({ success: true })]);
    await client.settings.save(phoneId, {
      status: "ENABLED",
      call_icon_visibility: "DISABLE_ALL",
      call_icons: { restrict_to_user_countries: ["MX"] },
      callback_permission_status: "ENABLED",
      call_hours: {
        time_zone: "America/Mexico_City",
        weekly: [{ day: 1, open: "09:00", close: "18:00" }],
        holidays: [{ date: "2099-12-25" }],
      },
      audio: { additional_codecs: ["PCMA"] },
    });
    expect(sent[0]).toMatchObject({ method: "POST", path });
    expect(sent[0]?.body).toStrictEqual({
      calling: {
        status: "ENABLED",
        call_icon_visibility: "DISABLE_ALL",
        call_icons: { restrict_to_user_countries: ["MX"] },
        callback_permission_status: "ENABLED",
        audio: { additional_codecs: ["PCMA"] },
        call_hours: {
          status: "ENABLED",
          timezone_id: "America/Mexico_City",
          weekly_operating_hours: [
            { day_of_week: "MONDAY", open_time: "0900", close_time: "1800" },
          ],
          holiday_schedule: [{ date: "2099-12-25", start_time: "0000", end_time: "0000" }],
        },
      },
    });
  });

  it("switch the hours off", async () => {
    const { client, sent } = createTestClient([json({ success: true })]);
    await client.settings.save(phoneId, { call_hours: null });
    expect(sent[0]?.body).toStrictEqual({ calling: { call_hours: { status: "DISABLED" } } });
  });

  it("are not saved if Meta says so in a 200", async () => {
    const { client } = createTestClient([json({ success: false })]);
    await expect(client.settings.save(phoneId, { status: "ENABLED" })).rejects.toMatchObject({
      code: "provider_refused",
      outcome: "rejected",
      httpStatus: 200,
    });
  });

  it("are not sent if there is nothing to change", async () => {
    const { client, sent } = createTestClient([json({ success: true })]);
    await expect(client.settings.save(phoneId, {})).rejects.toMatchObject({
      code: "invalid_parameter",
    });
    expect(sent).toEqual([]);
  });
});

describe("messages", () => {
  const path = `/${phoneId}/messages`;
  const contacts = [{ input: to, wa_id: "525587654321", user_id: "MX.1" }];
  const answer = json({ contacts, messages: [{ id: "wamid.1" }] });

  it("ask for the permission to call", async () => {
    const { client, sent } = createTestClient([answer]);
    const type = "call_permission_request";
    const interactive = { type, action: { name: type }, body: { text: "Hola" } } as const;
    await expect(
      client.messages.send({ phoneId, to, type: "interactive", interactive, callbackData: "c1" }),
    ).resolves.toStrictEqual({ messageId: "wamid.1", waId: "525587654321", userId: "MX.1" });
    expect(sent[0]).toMatchObject({ method: "POST", path });
    expect(sent[0]?.body).toStrictEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to,
      type: "interactive",
      interactive,
      biz_opaque_callback_data: "c1",
    });
  });

  it("offer a call button, also by a template", async () => {
    const { client, sent } = createTestClient([answer]);
    const parameters = { display_text: "Llámanos", ttl_minutes: 100, payload: "p1" };
    await client.messages.send({
      phoneId,
      recipient: "US.1",
      type: "interactive",
      interactive: {
        type: "voice_call",
        body: { text: "Hola" },
        action: { name: "voice_call", parameters },
      },
    });
    await client.messages.send({
      phoneId,
      to,
      type: "template",
      template: {
        name: "call_us",
        language: { code: "es_MX" },
        components: [
          {
            type: "button",
            sub_type: "voice_call",
            parameters: [{ type: "ttl_minutes", ttl_minutes: 100 }],
          },
        ],
      },
    });
    expect(sent.map(({ body }) => body)).toMatchObject([
      { recipient: "US.1", interactive: { action: { parameters } } },
      { to, template: { name: "call_us" } },
    ]);
  });

  it.each([
    [131047, "window_closed"],
    [138009, "permission_limit"],
    [138017, "permission_already_granted"],
  ])("are refused with WhatsApp's %i as %s", async (code, expected) => {
    const { client, sent } = createTestClient([refuse(400, { code })]);
    const template = { name: "t", language: { code: "es" } };
    await expect(
      client.messages.send({ phoneId, to, type: "template", template }),
    ).rejects.toMatchObject({ code: expected, outcome: "rejected", whatsappCode: String(code) });
    expect(sent).toHaveLength(1);
  });
});

describe("media", () => {
  const file = { messaging_product: "whatsapp", id: "m1", mime_type: "audio/ogg", file_size: 4 };
  const url = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133";

  it("are located, then downloaded with the token", async () => {
    const { client, sent } = createTestClient([json({ ...file, url }), new Response("OggS")]);
    const response = await client.media.download("m1");
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe("OggS");
    expect(sent).toMatchObject([
      { method: "GET", path: "/m1", host: "graph.test", authorization: `Bearer ${accessToken}` },
      {
        method: "GET",
        path: "/whatsapp_business/attachments/?mid=133",
        host: "lookaside.fbsbx.com",
        authorization: `Bearer ${accessToken}`,
      },
    ]);
  });

  it.each([
    "https://lookaside.fbsbx.com.evil.test/x",
    "https://evil.test/lookaside.fbsbx.com",
    "http://lookaside.fbsbx.com/x",
    "https://user@evil.test/",
    "https://lookaside.fbsbx.com@evil.test/",
    "https://fbsbx.com/x",
    "https://lookaside.fbsbx.com:8443/x",
    "ftp://lookaside.fbsbx.com/x",
  ])("are not fetched from %s", async (other) => {
    const { client, sent } = createTestClient([json({ ...file, url: other })]);
    await expect(client.media.download("m1")).rejects.toMatchObject({
      code: "provider_response_invalid",
    });
    expect(sent).toHaveLength(1);
  });

  it("are fetched from a host that was allowed, and from the configured origin", async () => {
    for (const [host, options] of [
      ["https://media.example.com/x", { mediaHosts: ["media.example.com"] }],
      ["http://127.0.0.1:4010/media/x", { baseUrl: "http://127.0.0.1:4010/" }],
    ] as const) {
      const { client, sent } = createTestClient(
        [json({ ...file, url: host }), new Response("OggS")],
        options,
      );
      await client.media.download("m1");
      expect(sent[1]?.authorization).toBe(`Bearer ${accessToken}`);
    }
  });

  it.each([
    ["the look-up, by the Graph API's subcode", [refuse(400, { code: 100, error_subcode: 33 })]],
    ["the look-up, by the status", [refuse(404, {})]],
    ["the download", [json({ ...file, url }), new Response(null, { status: 404 })]],
  ])("no longer exist: %s", async (_, answers) => {
    const { client } = createTestClient(answers);
    await expect(client.media.download("m1")).rejects.toMatchObject({ code: "media_not_found" });
  });
});

describe("phone numbers", () => {
  it("are listed page by page", async () => {
    const page = (id: string, next?: string) =>
      json({
        data: [{ id, display_phone_number: "+52 55 1234 5678", verified_name: "Skale" }],
        paging: { cursors: { before: "b", after: "a1" }, ...(next ? { next } : {}) },
      });
    const { client, sent } = createTestClient([page("1", "https://graph.test/next"), page("2")]);
    const numbers = await client.phoneNumbers.list(wabaId);
    expect(numbers.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(numbers[0]).toMatchObject({ displayPhoneNumber: "+52 55 1234 5678" });
    expect(sent.map(({ path }) => path)).toEqual([
      `/${wabaId}/phone_numbers?fields=id%2Cdisplay_phone_number%2Cverified_name%2Cquality_rating&limit=100`,
      `/${wabaId}/phone_numbers?fields=id%2Cdisplay_phone_number%2Cverified_name%2Cquality_rating&limit=100&after=a1`,
    ]);
  });

  it("tell their limit and health", async () => {
    const { client, sent } = createTestClient([
      json({
        id: phoneId,
        display_phone_number: from,
        whatsapp_business_manager_messaging_limit: "TIER_2K",
      }),
      json({
        health_status: {
          can_send_message: "BLOCKED",
          entities: [
            { entity_type: "PHONE_NUMBER", id: phoneId, can_receive_call_sip: "BLOCKED" },
            {
              entity_type: "WABA",
              id: 1,
              can_send_message: "BLOCKED",
              errors: [{ error_code: 141010, error_description: "d", possible_solution: "s" }],
            },
          ],
        },
        id: phoneId,
      }),
    ]);
    await expect(client.phoneNumbers.get(phoneId)).resolves.toMatchObject({
      messagingLimit: "TIER_2K",
    });
    await expect(client.phoneNumbers.getHealth(phoneId)).resolves.toMatchObject({
      canSendMessage: "BLOCKED",
      entities: [
        { type: "PHONE_NUMBER", id: phoneId, canReceiveCallSip: "BLOCKED", errors: [] },
        { type: "WABA", id: "1", errors: [{ code: "141010", description: "d", solution: "s" }] },
      ],
    });
    expect(sent[1]?.path).toBe(`/${phoneId}?fields=health_status`);
  });
});

describe("templates", () => {
  it("are listed and created", async () => {
    const template = { name: "ask", language: "es_MX", status: "APPROVED", components: [] };
    const { client, sent } = createTestClient([
      json({ data: [template] }),
      json({ id: 7, status: "PENDING" }),
    ]);
    await expect(client.templates.list({ wabaId, name: "ask" })).resolves.toEqual([template]);
    await expect(
      client.templates.createCallPermission({
        wabaId,
        name: "ask",
        language: "es_MX",
        bodyText: "¿Podemos llamarle?",
      }),
    ).resolves.toEqual({ id: "7", status: "PENDING" });
    expect(sent[1]?.body).toStrictEqual({
      name: "ask",
      language: "es_MX",
      category: "UTILITY",
      components: [
        { type: "BODY", text: "¿Podemos llamarle?" },
        { type: "call_permission_request" },
      ],
    });
  });
});
