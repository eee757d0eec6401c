import { expect, it } from "vitest";
import { createYCloudProvider } from "./createYCloudProvider.ts";
import {
  createTestClient,
  from,
  json,
  phoneId,
  type SentRequest,
  useTestServer,
} from "./testServer.ts";

const server = useTestServer();
const provider = createYCloudProvider({ client: createTestClient() });
const wabaId = "188234691048809";
const number = {
  id: phoneId,
  wabaId,
  phoneNumber: from,
  qualityRating: "GREEN",
  messagingLimit: "TIER_1K",
  whatsappBusinessManagerMessagingLimit: "TIER_2K",
};
const asking = {
  name: "ask_to_call",
  language: "es_MX",
  status: "APPROVED",
  components: [{ type: "BODY" }, { type: "CALL_PERMISSION_REQUEST" }],
};
const other = {
  name: "hello",
  language: "es_MX",
  status: "APPROVED",
  components: [{ type: "BODY" }],
};

/** Answers by the path, because the requests are sent at the same time. */
function serve(routes: Record<string, (request: SentRequest) => unknown>) {
  server.answer((request) => {
    const [path = ""] = request.path.split("?");
    const body = routes[path]?.(request);
    if (body !== undefined) return json(body);
    return json({ error: { status: 404, code: "NOT_FOUND" } }, { status: 404 });
  });
}

const numbers = { "/v2/whatsapp/phoneNumbers": () => ({ items: [number] }) };
const settings = {
  [`/v2/whatsapp/phoneNumbers/${wabaId}/${encodeURIComponent(from)}/settings`]: () => ({
    calling: { id: phoneId, status: "ENABLED", iconVisibility: "DEFAULT" },
  }),
};
const templates = { "/v2/whatsapp/templates": () => ({ items: [other, asking] }) };
const limits = { messaging_limit: "TIER_2K", quality_rating: "GREEN", account_id: wabaId };
const calling = { calling_status: "ENABLED", icon_visibility: "DEFAULT" };

it("reads the settings, the limit of the portfolio and the templates that ask for a permission", async () => {
  serve({ ...numbers, ...settings, ...templates });
  expect(await provider.readAccount(from)).toEqual({
    phoneId,
    facts: {
      ...limits,
      ...calling,
      templates: [{ name: "ask_to_call", language: "es_MX", status: "APPROVED" }],
    },
  });
  expect(server.sent).toHaveLength(3);
  expect(server.sent.map(({ path }) => path)).toContain(
    `/v2/whatsapp/templates?page=1&limit=100&filter.wabaId=${wabaId}`,
  );
});

it("tells the problem of the templates, and omits them", async () => {
  serve({ ...numbers, ...settings });
  const { facts, problem } = await provider.readAccount(from);
  expect(facts).toEqual({ ...limits, ...calling });
  expect(problem).toMatchObject({ code: "provider_not_found" });
});

it("reads restrictions if YCloud passes them on", async () => {
  const restrictions_list = [
    { type: "RESTRICTED_BUSINESS_INITIATED_CALLING", reason: "r", expiration: 1_795_773_600 },
  ];
  const [path = ""] = Object.keys(settings);
  const passed = { status: "ENABLED", restrictions: { restrictions_list } };
  serve({ ...numbers, ...templates, [path]: () => ({ calling: passed }) });
  expect((await provider.readAccount(from)).facts.restrictions).toEqual([
    {
      type: "RESTRICTED_BUSINESS_INITIATED_CALLING",
      reason: "r",
      until: "2026-11-27T10:00:00.000Z",
    },
  ]);
});

it("throws if the settings cannot be read, or if the account does not have the number", async () => {
  serve({ ...numbers, ...templates });
  await expect(provider.readAccount(from)).rejects.toMatchObject({ code: "provider_not_found" });
  serve({ "/v2/whatsapp/phoneNumbers": () => ({ items: [] }) });
  await expect(provider.readAccount(from)).rejects.toMatchObject({ code: "provider_not_found" });
});

it("does not call a list of templates complete that it has not read to the end", async () => {
  const items = Array.from({ length: 100 }, () => other);
  serve({ ...numbers, ...settings, "/v2/whatsapp/templates": () => ({ items }) });
  expect((await provider.readAccount(from)).facts).toEqual({ ...limits, ...calling });
  expect(server.sent).toHaveLength(12);
});

it("reads one template", async () => {
  serve({ [`/v2/whatsapp/templates/${wabaId}/ask_to_call/es_MX`]: () => asking });
  const client = createTestClient();
  expect(
    await client.templates.get({ wabaId, name: "ask_to_call", language: "es_MX" }),
  ).toMatchObject({ status: "APPROVED" });
});
