import type {
  CallButtonMessage,
  CallPermissionMessage,
  TemplateMessage,
} from "@skale-calls/core/transport";
import { describe, expect, it } from "vitest";
import { createTestClient, from, json, to, useTestServer } from "../testServer.ts";
import { asksCallPermission } from "./templates.ts";

const server = useTestServer();
const { messages, templates } = createTestClient();
const queued = "/v2/whatsapp/messages";

const template: TemplateMessage = {
  type: "template",
  template: {
    name: "call_permission_request",
    language: { code: "en_US" },
    components: [{ type: "body", parameters: [{ type: "text", text: "ORDER-5555" }] }],
  },
};
const freeForm: CallPermissionMessage = {
  type: "interactive",
  interactive: {
    type: "call_permission_request",
    action: { name: "call_permission_request" },
    body: { text: "May we call you?" },
  },
};

const callButton: CallButtonMessage = {
  type: "interactive",
  interactive: {
    type: "voice_call",
    body: { text: "Call us about your order." },
    action: {
      name: "voice_call",
      parameters: { display_text: "Call on WhatsApp", ttl_minutes: 100, payload: "order 5555" },
    },
  },
};
const buttonTemplate: TemplateMessage = {
  type: "template",
  template: {
    name: "call_us",
    language: { code: "en_US" },
    components: [
      {
        type: "button",
        sub_type: "voice_call",
        parameters: [
          { type: "ttl_minutes", ttl_minutes: 100 },
          { type: "payload", payload: "order 5555" },
        ],
      },
    ],
  },
};

describe.each([
  ["template", template],
  ["free-form request", freeForm],
  ["message with a call button", callButton],
  ["template with a call button", buttonTemplate],
])("%s", (_, message) => {
  it.each([
    ["send", queued],
    ["sendDirectly", `${queued}/sendDirectly`],
  ] as const)("%s", async (method, path) => {
    server.answer(json({ id: "m1", wamid: "wamid.1", status: "queued", pricing: {} }));
    const input = { from, to, externalId: "perm-42", ...message };
    await expect(messages[method](input)).resolves.toMatchObject({ id: "m1", status: "queued" });
    expect(server.sent).toHaveLength(1);
    expect(server.sent[0]).toMatchObject({ method: "POST", path });
    expect(server.sent[0]?.body).toStrictEqual(input);
  });
});

describe("a message that YCloud accepted and WhatsApp refused", () => {
  const failed = { id: "m1", wamid: "wamid.1", status: "failed" };
  const input = { from, to, ...freeForm };

  it.each([
    [{ whatsappApiError: { code: "138009", message: "(#138009)" } }, "permission_limit", "138009"],
    [{ errorCode: "138017", errorMessage: "x" }, "permission_already_granted", "138017"],
    [{ status: "FAILED", errorCode: 131047 }, "window_closed", "131047"],
    [{ errorCode: "BAD_REQUEST", whatsappApiError: { code: 138006 } }, "no_permission", "138006"],
    [{ whatsappApiError: { code: "777777" } }, "provider_refused", "777777"],
    [{ errorCode: "BALANCE_INSUFFICIENT" }, "payment_required", undefined],
    [{ errorCode: "NEW_CODE", whatsappApiError: "?" }, "provider_refused", undefined],
    [{}, "provider_refused", undefined],
  ])("%j throws %s", async (more, code, whatsappCode) => {
    server.answer(json({ ...failed, ...more }));
    const error = await messages.sendDirectly(input).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: "YCloudError", code, outcome: "rejected" });
    expect((error as { whatsappCode?: string }).whatsappCode).toBe(whatsappCode);
  });

  it("is returned by the queue, whose webhooks tell more", async () => {
    server.answer(json({ ...failed, errorCode: "138009" }));
    await expect(messages.send(input)).resolves.toMatchObject({ status: "failed" });
  });
});

const sendButton = (parameters: CallButtonMessage["interactive"]["action"]["parameters"] = {}) =>
  messages.send({
    from,
    to,
    type: "interactive",
    interactive: { ...callButton.interactive, action: { name: "voice_call", parameters } },
  });

it("sends to a user id, and filters", async () => {
  server.answer(json({ id: "m1" }));
  const input = {
    from,
    recipient: "US.1234",
    ...template,
    filterUnsubscribed: true,
    filterBlocked: true,
    context: { message_id: "wamid.0" },
  };
  await messages.send(input);
  expect(server.sent[0]?.body).toStrictEqual(input);
});

it.each([
  // @ts-expect-error only the queue filters
  ["a filter", () => messages.sendDirectly({ from, to, ...template, filterBlocked: true })],
  // @ts-expect-error exactly one of the two
  ["both recipients", () => messages.send({ from, to, recipient: "US.1", ...template })],
  // @ts-expect-error exactly one of the two
  ["no recipient", () => messages.send({ from, ...template })],
  ["a button's text over 20 characters", () => sendButton({ display_text: "x".repeat(21) })],
  ["a button for over 30 days", () => sendButton({ ttl_minutes: 43_201 })],
  ["a payload over 512 characters", () => sendButton({ payload: "x".repeat(513) })],
  // @ts-expect-error only what permission requests and call buttons need
  ["another type", () => messages.send({ from, to, type: "text", text: { body: "hi" } })],
])("refuses %s", async (_, run) => {
  server.answer(json({ id: "m1" }));
  await expect(run()).rejects.toMatchObject({ code: "invalid_parameter" });
  expect(server.sent).toHaveLength(0);
});

describe("templates", () => {
  const input = {
    wabaId: "188",
    name: "call_permission_request",
    language: "en_US",
    bodyText: "May we call you about {{1}}?",
  };

  it("creates one that requests the permission", async () => {
    server.answer(json({ name: input.name, status: "PENDING", officialTemplateId: "7" }));
    const created = await templates.createCallPermission({ ...input, bodyExample: ["ORDER-5555"] });
    expect(created).toMatchObject({ status: "PENDING", officialTemplateId: "7" });
    expect(server.sent[0]).toMatchObject({ method: "POST", path: "/v2/whatsapp/templates" });
    expect(server.sent[0]?.body).toStrictEqual({
      wabaId: "188",
      name: "call_permission_request",
      language: "en_US",
      category: "UTILITY",
      components: [
        {
          type: "BODY",
          text: "May we call you about {{1}}?",
          example: { body_text: [["ORDER-5555"]] },
        },
        { type: "CALL_PERMISSION_REQUEST" },
      ],
    });
  });

  it("accepts a category and no example", async () => {
    server.answer(json({ name: input.name }));
    await templates.createCallPermission({ ...input, category: "MARKETING" });
    expect(server.sent[0]?.body).toMatchObject({
      category: "MARKETING",
      components: [{ type: "BODY", text: input.bodyText }, { type: "CALL_PERMISSION_REQUEST" }],
    });
  });

  it("creates one with a call button", async () => {
    server.answer(json({ name: input.name }));
    await templates.createCallButton({ ...input, buttonText: "Call now", ttlMinutes: 1440 });
    expect(server.sent[0]?.body).toMatchObject({
      components: [
        { type: "BODY", text: input.bodyText },
        { type: "BUTTONS", buttons: [{ type: "VOICE_CALL", text: "Call now", ttl_minutes: 1440 }] },
      ],
    });
    await templates.createCallButton({ ...input, buttonText: "Call now" });
    expect(server.sent[1]?.body).toMatchObject({
      components: [{}, { buttons: [{ type: "VOICE_CALL", text: "Call now" }] }],
    });
  });

  const { wabaId, name, language } = input;
  const stored = { wabaId, name, language, status: "NEW_STATUS", qualityRating: null };

  it.each([
    [[{ type: "BODY", text: "?" }, { type: "call_permission_request" }], true],
    [[{ type: "BUTTONS", buttons: [{ type: "VOICE_CALL" }] }], false],
    [null, false],
  ])(
    "gets one, and recognises whether it requests the permission: %j",
    async (components, asks) => {
      server.answer(json({ ...stored, components }));
      const template = await templates.get({ wabaId, name, language });
      expect(template).toMatchObject({ name, status: "NEW_STATUS" });
      expect(asksCallPermission(template)).toBe(asks);
      expect(server.sent[0]).toMatchObject({
        method: "GET",
        path: "/v2/whatsapp/templates/188/call_permission_request/en_US",
      });
    },
  );

  it("lists them", async () => {
    server.answer(json({ items: [stored], length: 1 }));
    const { items } = await templates.list({ wabaId, name, limit: 100 });
    expect(items.map((template) => template.name)).toEqual([name]);
    expect(server.sent[0]?.path).toBe(
      "/v2/whatsapp/templates?limit=100&filter.wabaId=188&filter.name=call_permission_request",
    );
    await templates.list();
    expect(server.sent[1]?.path).toBe("/v2/whatsapp/templates");
  });

  it("says that one does not exist", async () => {
    server.answer(json({ error: { code: "NOT_FOUND" } }, { status: 404 }));
    await expect(templates.get({ wabaId, name, language })).rejects.toMatchObject({
      code: "provider_not_found",
    });
  });

  it.each([{ bodyText: "" }, { name: "With Blanks" }, { language: "English" }])(
    "refuses %j",
    async (wrong) => {
      server.answer(json({ name: input.name }));
      await expect(templates.createCallPermission({ ...input, ...wrong })).rejects.toMatchObject({
        code: "invalid_parameter",
      });
      expect(server.sent).toHaveLength(0);
    },
  );
});
