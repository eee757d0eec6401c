import { describe, expect, it } from "vitest";
import { createMetaProvider, type MetaProviderOptions } from "./createMetaProvider.ts";
import {
  callId,
  createTestClient,
  from,
  json,
  phoneId,
  refuse,
  sdp,
  to,
  wabaId,
} from "./testServer.ts";

type Answers = Parameters<typeof createTestClient>[0];

function setUp(answers: Answers, options: Omit<MetaProviderOptions, "client"> = {}) {
  const { client, sent } = createTestClient(answers, { retry: { limit: 0 } });
  const paths = () => sent.map(({ method, path }) => `${method} ${path.split("?")[0]}`);
  return { provider: createMetaProvider({ client, ...options }), sent, paths };
}

const known = { phoneNumbers: { [from]: phoneId } };
const number = { id: phoneId, display_phone_number: "+52 55 1234 5678" };
const dialled = json({ calls: [{ id: callId }] });

describe("numbers", () => {
  it("that are given need no request", async () => {
    const { provider, paths } = setUp([dialled], known);
    await provider.connect({ from, to, sdp });
    expect(await provider.resolvePhone(phoneId)).toBe(from);
    expect(paths()).toEqual([`POST /${phoneId}/calls`]);
  });

  it("of accounts are listed once, and match by their aliases", async () => {
    const { provider, paths } = setUp([json({ data: [number] }), dialled], { wabaIds: [wabaId] });
    await provider.connect({ from: "+5215512345678", to, sdp });
    await provider.connect({ from, to, sdp });
    expect(paths()).toEqual([
      `GET /${wabaId}/phone_numbers`,
      `POST /${phoneId}/calls`,
      `POST /${phoneId}/calls`,
    ]);
  });

  it("cannot be found without an account", async () => {
    const { provider, sent } = setUp([dialled]);
    await expect(provider.connect({ from, to, sdp })).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("wabaIds or phoneNumbers"),
    });
    expect(sent).toEqual([]);
  });

  it("are not looked up for a call that has the id", async () => {
    const { provider, paths } = setUp([dialled], { wabaIds: [wabaId] });
    await provider.connect({ from: "", phoneId, to, sdp });
    expect(paths()).toEqual([`POST /${phoneId}/calls`]);
  });

  it("are found by their ids without an account, once", async () => {
    const { provider, paths } = setUp([json(number)]);
    expect(await provider.resolvePhone(phoneId)).toBe(from);
    expect(await provider.resolvePhone(phoneId)).toBe(from);
    expect(paths()).toEqual([`GET /${phoneId}`]);
  });
});

it("records every call if the options say so", async () => {
  const recording = { purpose: "Calidad", announcementLanguage: "es" } as const;
  const { provider, sent } = setUp([dialled, json({ success: true })], { ...known, recording });
  await provider.connect({ from, to, sdp });
  await provider.accept({ phoneId, callId, sdp });
  const written = { status: "ENABLED", purpose: "Calidad", announcement_language: "es" };
  expect(sent.map(({ body }) => body)).toMatchObject([
    { action: "connect", recording: written },
    { action: "accept", recording: written },
  ]);
});

describe("requestPermission", () => {
  const ask = async (permissionTemplate?: string) => {
    const options = permissionTemplate === undefined ? known : { ...known, permissionTemplate };
    const { provider, sent } = setUp([json({ messages: [{ id: "wamid.1" }] })], options);
    const answer = await provider.requestPermission({ from, to, externalId: "call-permission:1" });
    expect(answer).toEqual({ messageId: "wamid.1" });
    return sent[0]?.body;
  };

  it("sends the template, with our id as callback data", async () => {
    expect(await ask("call_permission:es_MX")).toMatchObject({
      to,
      biz_opaque_callback_data: "call-permission:1",
      type: "template",
      template: { name: "call_permission", language: { code: "es_MX" } },
    });
  });

  it("sends a free-form message without a template", async () => {
    const type = "call_permission_request";
    expect(await ask()).toMatchObject({
      type: "interactive",
      interactive: { type, action: { name: type } },
    });
  });
});

describe("readPermission", () => {
  const read = (answer: object) =>
    setUp([json(answer)], known).provider.readPermission({ from, to });
  const action = (name: string, can: boolean, ...limits: object[]) => ({
    action_name: name,
    can_perform_action: can,
    limits,
  });

  it("starts from what Meta allows, not from the limits", async () => {
    const reading = await read({
      permission: { status: "temporary", expiration_time: 1795964400 },
      actions: [
        action("start_call", true, { time_period: "PT24H", max_allowed: 5, current_usage: 60 }),
        action(
          "send_call_permission_request",
          false,
          { max_allowed: 1, current_usage: 1, limit_expiration_time: 1795446000 },
          { max_allowed: 2, current_usage: 2, limit_expiration_time: 1795964400 },
        ),
      ],
    });
    expect(reading).toStrictEqual({
      status: "temporary",
      expiresAt: "2026-11-29T15:00:00.000Z",
      mayCall: true,
      mayRequest: false,
      requestsLeft: 0,
      nextRequestAt: "2026-11-29T15:00:00.000Z",
    });
  });

  it.each([
    [{}, {}],
    [{ permission: { status: "no_permission" }, actions: [] }, { status: "no_permission" }],
    [{ permission: { status: "permanent" } }, { status: "permanent" }],
    // A status that is newer than this code says nothing, and Meta's judgement stays.
    [
      { permission: { status: "something_new" }, actions: [action("start_call", true)] },
      { mayCall: true },
    ],
    [{ actions: [action("dance", true)] }, {}],
  ])("reads %j as %j", async (answer, reading) => {
    expect(await read(answer)).toStrictEqual(reading);
  });
});

describe("readAccount", () => {
  const settings = {
    calling: {
      status: "ENABLED",
      call_icon_visibility: "DISABLE_ALL",
      callback_permission_status: "ENABLED",
      call_hours: {
        status: "ENABLED",
        timezone_id: "America/Manaus",
        weekly_operating_hours: [{ day_of_week: "MONDAY", open_time: "0400", close_time: "10:20" }],
        holiday_schedule: [{ date: "2026-01-01", start_time: "0000", end_time: "2359" }],
      },
      restrictions: {
        restrictions_list: [
          {
            type: "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
            reason: "LOW_CALLING_QUALITY",
            expiration: 1795964400,
          },
        ],
      },
    },
  };
  const answer = (templates: Response) => [
    json({ data: [number] }),
    ({ path }: { path: string }) => {
      if (path.includes("/settings")) return json(settings);
      if (path.includes("/message_templates")) return templates;
      return json({ ...number, whatsapp_business_manager_messaging_limit: "TIER_2K" });
    },
  ];

  it("reads settings, hours, restrictions, the limit and the template", async () => {
    const components = [{ type: "BODY" }, { type: "call_permission_request" }];
    const one = { name: "ask", language: "es", status: "APPROVED", components };
    const templates = json({ data: [one, { ...one, language: "en" }, { ...one, name: "ask_2" }] });
    const { provider } = setUp(answer(templates), {
      wabaIds: [wabaId],
      permissionTemplate: "ask",
    });
    await expect(provider.readAccount(from)).resolves.toEqual({
      phoneId,
      facts: {
        account_id: wabaId,
        calling_status: "ENABLED",
        icon_visibility: "DISABLE_ALL",
        callback_status: "ENABLED",
        call_hours: {
          time_zone: "America/Manaus",
          weekly: [{ day: 1, open: "04:00", close: "10:20" }],
          holidays: [{ date: "2026-01-01", open: "00:00", close: "24:00" }],
        },
        restrictions: [
          {
            type: "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
            reason: "LOW_CALLING_QUALITY",
            until: "2026-11-29T15:00:00.000Z",
          },
        ],
        messaging_limit: "TIER_2K",
        templates: [{ name: "ask", language: "es", status: "APPROVED" }],
      },
    });
  });

  it("tells that there are no hours and no restrictions if the settings have none", async () => {
    const answers = [
      json({ data: [number] }),
      ({ path }: { path: string }) =>
        json(path.includes("/settings") ? { calling: { status: "ENABLED" } } : number),
    ];
    const { provider } = setUp(answers, { wabaIds: [wabaId] });
    expect((await provider.readAccount(from)).facts).toMatchObject({
      calling_status: "ENABLED",
      call_hours: null,
      restrictions: [],
      templates: [],
    });
  });

  it.each([{}, { calling: null }, { calling: {} }, { storage_configuration: {} }])(
    "tells nothing about hours and restrictions if the settings are %j",
    async (settings) => {
      const answers = [
        json({ data: [number] }),
        ({ path }: { path: string }) => json(path.includes("/settings") ? settings : number),
      ];
      const { provider } = setUp(answers, { wabaIds: [wabaId] });
      const { facts } = await provider.readAccount(from);
      expect(facts).toStrictEqual({ account_id: wabaId, templates: [] });
    },
  );

  it("tells a part that fails, and keeps the rest", async () => {
    const { provider } = setUp(answer(refuse(403, { code: 200 })), {
      wabaIds: [wabaId],
      permissionTemplate: "ask",
    });
    const { facts, problem } = await provider.readAccount(from);
    expect(facts.calling_status).toBe("ENABLED");
    expect(facts).not.toHaveProperty("templates");
    expect(problem).toMatchObject({ code: "provider_auth" });
  });
});

it("keeps media for the 7 days in which Meta has them", () => {
  expect(setUp([dialled]).provider.mediaSeconds).toBe(604_800);
});
