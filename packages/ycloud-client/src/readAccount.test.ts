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
const createProvider = (permissionTemplate?: string) =>
  createYCloudProvider({
    client: createTestClient(),
    ...(permissionTemplate === undefined ? {} : { permissionTemplate }),
  });
const provider = createProvider("ask_to_call:es_MX");
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
const templatePath = `/v2/whatsapp/templates/${wabaId}/ask_to_call`;
const templates = { [`${templatePath}/es_MX`]: () => asking };
const limits = { messaging_limit: "TIER_2K", quality_rating: "GREEN", account_id: wabaId };
const calling = { calling_status: "ENABLED", icon_visibility: "DEFAULT" };

it("reads the settings, the limit of the portfolio and the configured template", async () => {
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
});

it("looks only at the template that requests for the permission use", async () => {
  const readTemplates = async (configured: string | undefined, routes: object) => {
    serve({ ...numbers, ...settings, ...routes });
    return (await createProvider(configured).readAccount(from)).facts.templates;
  };
  const spanish = {
    [`${templatePath}/es`]: () => ({ ...asking, language: "es", status: "paused" }),
  };
  // Another language, or another name, is another template.
  expect(await readTemplates("ask_to_call", { ...templates, ...spanish })).toEqual([
    { name: "ask_to_call", language: "es", status: "PAUSED" },
  ]);
  expect(await readTemplates("ask_to_call:en", templates)).toEqual([]);
  // Without a configured template, requests are free-form messages.
  expect(await readTemplates(undefined, templates)).toEqual([]);
  const plain = { ...asking, components: [{ type: "BODY" }] };
  expect(
    await readTemplates("ask_to_call:es_MX", { [`${templatePath}/es_MX`]: () => plain }),
  ).toEqual([]);
  const { components: _, ...brief } = asking;
  expect(
    await readTemplates("ask_to_call:es_MX", { [`${templatePath}/es_MX`]: () => brief }),
  ).toEqual([{ name: "ask_to_call", language: "es_MX", status: "APPROVED" }]);
});

it("tells the problem of the template, and omits it", async () => {
  serve({ ...numbers, ...settings, [`${templatePath}/es_MX`]: () => [] });
  const { facts, problem } = await provider.readAccount(from);
  expect(facts).toEqual({ ...limits, ...calling });
  expect(problem).toMatchObject({ code: "provider_response_invalid" });
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

it("leaves the rest of a scarce quota to calls, until it is full again", async () => {
  const quota = (remaining: number, reset: number) => ({
    "ratelimit-limit": "200",
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(reset),
  });
  const client = createTestClient();
  const reader = createYCloudProvider({ client });
  const hear = async (remaining: number, reset: number) => {
    server.answer(json({ items: [number] }, { headers: quota(remaining, reset) }));
    await client.phoneNumbers.list();
    serve({ ...numbers, ...settings });
  };
  await hear(19, 60);
  await expect(reader.readAccount(from)).rejects.toMatchObject({ code: "rate_limited" });
  expect(server.sent).toHaveLength(1);
  for (const [remaining, reset] of [
    [20, 60],
    [0, 0],
  ] as const) {
    await hear(remaining, reset);
    expect((await reader.readAccount(from)).phoneId).toBe(phoneId);
  }
});

it("throws if the settings cannot be read, or if the account does not have the number", async () => {
  serve({ ...numbers, ...templates });
  await expect(provider.readAccount(from)).rejects.toMatchObject({ code: "provider_not_found" });
  serve({ "/v2/whatsapp/phoneNumbers": () => ({ items: [] }) });
  await expect(provider.readAccount(from)).rejects.toMatchObject({ code: "provider_not_found" });
});

it("reads one template", async () => {
  serve({ [`/v2/whatsapp/templates/${wabaId}/ask_to_call/es_MX`]: () => asking });
  const client = createTestClient();
  expect(
    await client.templates.get({ wabaId, name: "ask_to_call", language: "es_MX" }),
  ).toMatchObject({ status: "APPROVED" });
});
