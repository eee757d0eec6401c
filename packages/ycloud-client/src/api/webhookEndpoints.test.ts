import { expect, it } from "vitest";
import { createTestClient, json, useTestServer } from "../testServer.ts";
import { callWebhookEvents, webhookEventTypes } from "./webhookEndpoints.ts";

const server = useTestServer();
const { webhookEndpoints } = createTestClient();
const id = "wh627c8640675de8fc689ab9d9";
const input = { url: "https://example.com/webhook", enabledEvents: callWebhookEvents } as const;
const endpoint = { id, ...input, status: "active", secret: "whsec_abc" };
const root = "/v2/webhookEndpoints";

it.each([
  {
    name: "create",
    run: () => webhookEndpoints.create({ ...input, description: "calls", status: "active" }),
    request: {
      method: "POST",
      path: root,
      body: { ...input, description: "calls", status: "active" },
    },
  },
  {
    name: "get",
    run: () => webhookEndpoints.get(id),
    request: { method: "GET", path: `${root}/${id}`, body: undefined },
  },
  {
    name: "update",
    run: () => webhookEndpoints.update(id, { status: "disabled" }),
    request: { method: "PATCH", path: `${root}/${id}`, body: { status: "disabled" } },
  },
  {
    name: "rotateSecret",
    run: () => webhookEndpoints.rotateSecret(id),
    request: { method: "POST", path: `${root}/${id}/rotateSecret`, body: undefined },
  },
])("$name", async ({ run, request }) => {
  server.answer(json({ ...endpoint, enabledEvents: ["whatsapp.call.new"], failures: 0 }));
  await expect(run()).resolves.toMatchObject({
    secret: "whsec_abc",
    enabledEvents: ["whatsapp.call.new"],
    failures: 0,
  });
  expect(server.sent).toHaveLength(1);
  expect(server.sent[0]).toMatchObject(request);
});

it("subscribes to an event that is newer than this code", async () => {
  server.answer(json(endpoint));
  const enabledEvents = [...callWebhookEvents, "whatsapp.echo_message.created"];
  await webhookEndpoints.create({ ...input, enabledEvents });
  expect(server.sent[0]?.body).toEqual({ ...input, enabledEvents });
});

it("the events of calls are the calls, and everything that decides whether they are allowed", () => {
  expect(webhookEventTypes).toEqual(expect.arrayContaining([...callWebhookEvents]));
  expect(callWebhookEvents.filter((name) => !name.startsWith("whatsapp.call."))).toEqual([
    "whatsapp.inbound_message.received",
    "whatsapp.message.updated",
    "whatsapp.template.reviewed",
    "whatsapp.phone_number.quality_updated",
    "whatsapp.business_account.updated",
  ]);
});

it("list", async () => {
  server.answer(json({ length: 1, items: [endpoint] }));
  const page = await webhookEndpoints.list({ page: 1, limit: 20 });
  expect(page.items.map((item) => item.id)).toEqual([id]);
  expect(server.sent[0]).toMatchObject({ method: "GET", path: `${root}?page=1&limit=20` });
});

it.each([
  ["204", () => new Response(null, { status: 204 })],
  ["200 with a body", () => json(endpoint)],
])("delete, answered by %s", async (_, answer) => {
  server.answer(answer());
  await expect(webhookEndpoints.delete(id)).resolves.toBeUndefined();
  expect(server.sent[0]).toMatchObject({ method: "DELETE", path: `${root}/${id}` });
});

it.each([
  ["no event's name", () => webhookEndpoints.create({ ...input, enabledEvents: ["Call connect"] })],
  ["no event", () => webhookEndpoints.create({ ...input, enabledEvents: [] })],
  ["a URL that is none", () => webhookEndpoints.create({ ...input, url: "example.com" })],
  ["a URL too long", () => webhookEndpoints.update(id, { url: input.url.padEnd(501, "x") })],
  ["no change", () => webhookEndpoints.update(id, {})],
  ["an empty id", () => webhookEndpoints.delete("")],
])("refuses %s", async (_, run) => {
  server.answer(json(endpoint));
  await expect(run()).rejects.toMatchObject({ code: "invalid_parameter" });
  expect(server.sent).toHaveLength(0);
});
