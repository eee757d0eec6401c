import { sha256Hex } from "@skale-calls/core";
import { hexToBase64, hmacSha1Hex } from "@skale-calls/core/internal";
import {
  callProviderContract,
  createProviderServer,
  type ProviderUnderTest,
  type SentWebhook,
  type WebhookSourceUnderTest,
  webhookSourceContract,
} from "@skale-calls/core/testing";
import { describe, it } from "vitest";
import { createTwilioClient } from "./createTwilioClient.ts";
import { createTwilioProvider } from "./createTwilioProvider.ts";
import { twilioFixtures } from "./testing/twilioFixtures.ts";
import { twilioVectors } from "./testing/twilioVectors.ts";
import { accountSid, authToken, callSid, from, refusal } from "./testServer.ts";
import { parseTwilio } from "./webhooks/parseTwilio.ts";
import { twilioWebhooks } from "./webhooks/twilioWebhooks.ts";

const tooMany = () =>
  Response.json(
    { code: 20429, message: "Too Many Requests", status: 429 },
    { status: 429, headers: { "retry-after": "7" } },
  );

function setUp(): ProviderUnderTest {
  const server = createProviderServer({
    accepts: ({ url, body }) =>
      url.pathname.includes("/Recordings/")
        ? new Response("ID3")
        : Response.json({
            sid: callSid,
            status: new URLSearchParams(body).get("Status") ?? "queued",
          }),
    no_permission: () => refusal(400, 37000, "Call permission not granted by consumer"),
    rate_limited: tooMany,
    bad_key: () => refusal(401, 20003, "Authenticate"),
    no_media: () => refusal(404, 20404, "The requested resource was not found"),
    quotes: ({ url, headers, body }) =>
      refusal(
        400,
        21211,
        `${url} ${headers.get("authorization")} ${[...new URLSearchParams(body).values()]}`,
      ),
  });
  const client = createTwilioClient({
    accountSid,
    authToken,
    fetch: server.fetch,
    timeoutMs: 50,
    retry: { limit: 0 },
  });
  const webhookUrl = "https://x.example/webhook";
  return {
    provider: createTwilioProvider({ client, webhookUrl, agent: "client:ana" }),
    business: { phone: from, phoneId: from },
    behave: server.behave,
    requests: server.requests,
    secrets: [authToken, btoa(`${accountSid}:${authToken}`)],
  };
}

describe("Twilio's provider", () => {
  for (const { name, run } of callProviderContract(setUp())) it(name, () => run(setUp()));
});

const url = "https://project.supabase.co/functions/v1/whatsapp-call-webhook";

function signForm(body: string, token: string): SentWebhook {
  const sorted = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  const headers = { "x-twilio-signature": hexToBase64(hmacSha1Hex(token, url, ...sorted)) };
  return { url, headers, body };
}

function signJson(body: string, token: string): SentWebhook {
  const address = `${url}?bodySHA256=${sha256Hex(body)}`;
  const headers = { "x-twilio-signature": hexToBase64(hmacSha1Hex(token, address)) };
  return { url: address, headers, body };
}

const underTest = (format: "form" | "JSON"): WebhookSourceUnderTest => ({
  createSource: (authTokens) => twilioWebhooks({ authTokens }),
  sign: format === "form" ? signForm : signJson,
  samples: Object.entries(twilioFixtures).map(([name, parameters]) => ({
    name,
    body:
      format === "form" ? new URLSearchParams(parameters).toString() : JSON.stringify(parameters),
    // What each fixture means is tested where the parser is.
    kinds: parseTwilio(parameters, { url, receivedAt: new Date() }).map(({ kind }) => kind),
  })),
  vectors: twilioVectors.filter(({ publicUrl }) => publicUrl === undefined),
  isForm: format === "form",
});

describe.each(["form", "JSON"] as const)("Twilio's webhooks as %s", (format) => {
  for (const { name, run } of webhookSourceContract(underTest(format))) it(name, run);
});
