import {
  callProviderContract,
  createProviderServer,
  type ProviderUnderTest,
  type ServedRequest,
} from "@skale-calls/core/testing";
import { describe, it } from "vitest";
import { createYCloudClient } from "./createYCloudClient.ts";
import { createYCloudProvider } from "./createYCloudProvider.ts";
import { apiKey, from, phoneId, wacid } from "./testServer.ts";

const refuse = (status: number, error: object, headers: Record<string, string> = {}) =>
  Response.json({ error }, { status, headers });
const number = { id: phoneId, phoneNumber: from, wabaId: "1", messagingLimit: "tier_2k" };

/** YCloud's responses of success, by path. */
function accept({ url: { pathname } }: ServedRequest): Response {
  if (pathname.includes("/calls/media/")) return new Response("OggS");
  if (pathname.endsWith("/sendDirectly")) return Response.json({ id: "m1", wamid: "wamid.1" });
  if (pathname.endsWith("/click")) return Response.json({ id: "c1" });
  if (pathname.endsWith("/phoneNumbers")) return Response.json({ items: [number] });
  if (pathname.endsWith("/settings")) return Response.json({ calling: { status: "ENABLED" } });
  if (pathname.endsWith("/templates")) return Response.json({ items: [] });
  return Response.json({ success: true, wacid });
}

function setUp(): ProviderUnderTest {
  const server = createProviderServer({
    accepts: accept,
    no_permission: () =>
      refuse(401, {
        code: "UNAUTHORIZED",
        whatsappApiError: { code: "138006", message: "No approved call permission found" },
      }),
    rate_limited: () => refuse(429, { code: "TOO_MANY_REQUESTS" }, { "Retry-After": "7" }),
    bad_key: () => refuse(401, { code: "UNAUTHORIZED" }),
    no_media: () => refuse(404, { code: "NOT_FOUND" }),
    quotes: ({ url, headers, body }) =>
      refuse(400, {
        code: "PARAM_INVALID",
        message: `${url} ${headers.get("x-api-key")} ${body}`,
        whatsappApiError: { code: "100", message: body, error_data: { details: body } },
      }),
  });
  const client = createYCloudClient({
    apiKey,
    fetch: server.fetch,
    timeoutMs: 50,
    retry: { limit: 0 },
  });
  return {
    provider: createYCloudProvider({ client, callPath: "/v2/whatsapp/click" }),
    business: { phone: from, phoneId },
    behave: server.behave,
    requests: server.requests,
    secrets: [apiKey],
  };
}

describe("YCloud's provider", () => {
  for (const { name, run } of callProviderContract(setUp())) it(name, () => run(setUp()));
});
