import { describe, expect, it } from "vitest";
import { createTestClient, from, json, to, useTestServer } from "../testServer.ts";
import type { CallPermissionMessage, TemplateMessage } from "./messages.ts";

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

describe.each([
  ["template", template],
  ["free-form request", freeForm],
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
  // @ts-expect-error only what permission requests need
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
