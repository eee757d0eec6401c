import {
  callProviderContract,
  createProviderServer,
  type ProviderUnderTest,
  type ServedRequest,
} from "@skale-calls/core/testing";
import { describe, it } from "vitest";
import { createMetaClient } from "./createMetaClient.ts";
import { createMetaProvider } from "./createMetaProvider.ts";
import { accessToken, appSecret, callId, from, phoneId, refuse, wabaId } from "./testServer.ts";

const number = { id: phoneId, display_phone_number: "+52 55 1234 5678", quality_rating: "GREEN" };
const media = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";

/** Meta's responses of success, by path. */
function accept({ url: { pathname, host }, method }: ServedRequest): Response {
  const path = pathname.replace("/v25.0/", "");
  if (host === "lookaside.fbsbx.com") return new Response("OggS");
  if (path === `${wabaId}/phone_numbers`) return Response.json({ data: [number] });
  if (path === `${phoneId}/messages`) return Response.json({ messages: [{ id: "wamid.1" }] });
  if (path === `${phoneId}/call_permissions`) {
    return Response.json({ permission: { status: "no_permission" }, actions: [] });
  }
  if (path === `${phoneId}/settings`) {
    return Response.json(method === "GET" ? { calling: { status: "ENABLED" } } : { success: true });
  }
  if (path === phoneId) return Response.json(number);
  if (path === `${phoneId}/calls`) {
    return Response.json({ messaging_product: "whatsapp", success: true, calls: [{ id: callId }] });
  }
  return Response.json({ id: path, url: media });
}

/** Look-ups of our number succeed always: the contract is about what follows. */
const unlessLookUp = (answer: (request: ServedRequest) => Response) => (request: ServedRequest) =>
  request.url.pathname.endsWith("/phone_numbers") ? accept(request) : answer(request);

function setUp(): ProviderUnderTest {
  const server = createProviderServer({
    accepts: accept,
    no_permission: unlessLookUp(() =>
      refuse(401, { code: 138006, type: "OAuthException", message: "No approved call permission" }),
    ),
    rate_limited: unlessLookUp(() => refuse(429, { code: 138005 }, { "Retry-After": "7" })),
    bad_key: unlessLookUp(() => refuse(401, { code: 190, type: "OAuthException" })),
    no_media: () => refuse(400, { code: 100, error_subcode: 33, type: "GraphMethodException" }),
    quotes: unlessLookUp(({ url, headers, body }) =>
      refuse(400, {
        code: 100,
        message: `${url} ${headers.get("authorization")} ${body}`,
        error_user_msg: body,
        error_data: { details: body },
        fbtrace_id: body,
      }),
    ),
  });
  const client = createMetaClient({
    accessToken,
    appSecret,
    fetch: server.fetch,
    timeoutMs: 50,
    retry: { limit: 0 },
  });
  return {
    provider: createMetaProvider({ client, phoneNumbers: { [from]: phoneId }, wabaIds: [wabaId] }),
    business: { phone: from, phoneId },
    behave: server.behave,
    requests: server.requests,
    secrets: [accessToken, appSecret],
  };
}

describe("Meta's provider", () => {
  for (const { name, run } of callProviderContract(setUp())) it(name, () => run(setUp()));
});
