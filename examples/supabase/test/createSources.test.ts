import { signTwilioWebhook, twilioFixtures } from "@skale-calls/twilio-client/testing";
import { describe, expect, it } from "vitest";
import { createSources } from "../supabase/functions/_shared/createSources.ts";
import { readEnvironment } from "../supabase/functions/_shared/environment.ts";

const least = { SUPABASE_URL: "https://abc.supabase.co", SUPABASE_SERVICE_ROLE_KEY: "key" };
const authToken = "token";
/** The address with which the functions see every request. */
const inside = "http://edge-runtime:8081/whatsapp-call-webhook";

/** Verifies a request that Twilio signed for an address, and that arrives at the function's own. */
async function verify(signedFor: string, env: Record<string, string>): Promise<void> {
  const [source] = createSources(
    readEnvironment({ ...least, TWILIO_AUTH_TOKEN: authToken, ...env }),
  );
  const request = signTwilioWebhook({
    url: signedFor,
    authToken,
    parameters: twilioFixtures.voice,
  });
  await source?.verify({
    rawBody: new Uint8Array(await request.arrayBuffer()),
    headers: request.headers,
    url: inside,
    receivedAt: new Date(),
  });
}

describe("the addresses that Twilio signs", () => {
  const standard = "https://abc.supabase.co/functions/v1/whatsapp-call-webhook";
  const TWILIO_WEBHOOK_URL = "https://x.example/webhook, https://x.example/voice";

  it.each<[string, Record<string, string>]>([
    [standard, {}],
    ["https://x.example/webhook", { TWILIO_WEBHOOK_URL }],
    ["https://x.example/voice", { TWILIO_WEBHOOK_URL }],
  ])("%s with %j is authentic", async (address, env) => {
    await expect(verify(address, env)).resolves.toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ["https://x.example/webhook", {}],
    [standard, { TWILIO_WEBHOOK_URL }],
  ])("%s with %j is not", async (address, env) => {
    await expect(verify(address, env)).rejects.toMatchObject({ code: "signature_mismatch" });
  });

  it("status callbacks go to the first", () => {
    expect(readEnvironment(least).webhookUrl).toBe(standard);
    expect(readEnvironment({ ...least, TWILIO_WEBHOOK_URL }).webhookUrl).toBe(
      "https://x.example/webhook",
    );
  });
});
