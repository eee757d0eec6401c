import { createHmac } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { signTwilioWebhook } from "../testing/signTwilioWebhook.ts";
import { twilioFixtures } from "../testing/twilioFixtures.ts";
import { twilioVectors } from "../testing/twilioVectors.ts";
import { publicUrls } from "./publicUrls.ts";
import { type TwilioWebhooksOptions, twilioWebhooks } from "./twilioWebhooks.ts";

const authToken = "12345";

type Sent = { url: string; body: string; signature: string; headers?: Record<string, string> };

async function verify(sent: Sent, options: Partial<TwilioWebhooksOptions> = {}): Promise<void> {
  const source = twilioWebhooks({ authTokens: [authToken], ...options });
  await source.verify({
    rawBody: new TextEncoder().encode(sent.body),
    headers: new Headers({ "x-twilio-signature": sent.signature, ...sent.headers }),
    url: new URL(sent.url).toString(),
    receivedAt: new Date(),
  });
}

/** A wrong MAC that differs in one character. */
const spoil = (signature: string) =>
  signature.replace(/^./, (first) => (first === "A" ? "B" : "A"));

describe.each(twilioVectors)("$name", ({ webhook, publicUrl, secret }) => {
  const sent: Sent = {
    url: webhook.url ?? "",
    body: String(webhook.body),
    signature: webhook.headers["x-twilio-signature"] ?? "",
  };
  const options = {
    authTokens: [secret],
    ...(publicUrl === undefined ? {} : { url: publicUrl }),
  };

  it("is authentic", async () => {
    await verify(sent, options);
    await verify(sent, { ...options, authTokens: ["new", secret] });
  });

  it("is refused with another signature, token, body or address", async () => {
    const wrong: [Sent, Partial<TwilioWebhooksOptions>?][] = [
      [{ ...sent, signature: spoil(sent.signature) }],
      [sent, { authTokens: ["other"] }],
      [{ ...sent, body: sent.body.replace(/.$/, "0") }],
      [{ ...sent, url: `${sent.url}&x=1` }],
    ];
    for (const [request, other] of wrong) {
      await expect(verify(request, { ...options, ...other })).rejects.toEqual(
        expect.objectContaining({ code: "signature_mismatch" }),
      );
    }
  });
});

const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const parameters = { CallSid: "CA1234567890ABCDE", From: "+14158675309" };
const body = new URLSearchParams(parameters).toString();

describe("behind a proxy", () => {
  const entered = "https://x.example/functions/v1/webhook?leg=agent";
  const received = "http://10.0.0.7:8080/webhook?leg=agent";

  async function send(to: string, options: Partial<TwilioWebhooksOptions>, signedFor = entered) {
    const request = signTwilioWebhook({
      url: signedFor,
      authToken,
      parameters: twilioFixtures.completed,
    });
    const signature = request.headers.get("x-twilio-signature") ?? "";
    return verify({ url: to, body: await request.text(), signature }, options);
  }

  it.each([
    ["the origin and the path that are entered", "https://x.example/functions/v1/webhook"],
    ["the whole address", entered],
  ])("%s decide", async (_, configured) => {
    await send(received, { url: configured });
    await expect(send(received, {})).rejects.toMatchObject({
      code: "signature_mismatch",
    });
  });

  it("any of several addresses decides, and each only for what was signed for it", async () => {
    const addresses = ["https://x.example/voice", "https://x.example/functions/v1/webhook"];
    await send(received, { url: addresses });
    await send(received, { url: addresses.toReversed() });
    await send(received, { url: addresses }, "https://x.example/voice?leg=agent");
    await expect(
      send(received, { url: addresses }, "https://x.example/other?leg=agent"),
    ).rejects.toMatchObject({ code: "signature_mismatch" });
  });

  it.each([[{}], [{ url: "https://inside.example:8443/internal" }]])(
    "the error names no address: %j",
    async (options) => {
      const error = await send(received, options).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "signature_mismatch" });
      expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/10\.0|8080|inside|\/webhook|leg=/);
    },
  );

  it("https is tried for a request that arrives by http, not the reverse", async () => {
    await send("http://x.example/functions/v1/webhook?leg=agent", {});
    const plain = entered.replace("https", "http");
    await expect(send(entered, {}, plain)).rejects.toMatchObject({ code: "signature_mismatch" });
  });

  it("the query is the request's", async () => {
    const other = received.replace("agent", "contact");
    await expect(send(other, { url: entered })).rejects.toMatchObject({
      code: "signature_mismatch",
    });
  });

  test.each([
    ["https://a.example/b?c=1", [], ["https://a.example/b?c=1", "https://a.example:443/b?c=1"]],
    [
      "http://a.example:8080/",
      ["https://b.example:444/c#rc=3"],
      ["https://b.example:444/c", "https://b.example/c"],
    ],
    [
      "http://a.example/?c=1",
      ["https://b.example:444/c", "https://b.example/d?e=2"],
      [
        "https://b.example:444/c?c=1",
        "https://b.example/c?c=1",
        "https://b.example/d?c=1",
        "https://b.example:443/d?c=1",
      ],
    ],
  ])("%s, configured %s", (address, configured, urls) =>
    expect(publicUrls(address, configured)).toEqual(urls),
  );
});

describe("a shared key in place of the auth token", () => {
  const sorted = Object.entries(parameters).flat().join("");
  const sign = (algorithm: "sha1" | "sha256") => ({
    url,
    body,
    // By Node's own HMAC.
    signature: createHmac(algorithm, "shared")
      .update(url + sorted)
      .digest("base64"),
    headers: {
      "x-twilio-webhooks-signature-settings": `key=SK1,algorithm=HMAC_${algorithm.toUpperCase()}`,
    },
  });

  it.each(["sha1", "sha256"] as const)("with %s", async (algorithm) => {
    const sent = sign(algorithm);
    await verify(sent, { sharedKeys: ["old", "shared"] });
    await expect(verify(sent, { sharedKeys: ["old"] })).rejects.toMatchObject({
      code: "signature_mismatch",
    });
  });

  it("is no auth token, and needs its own configuration", async () => {
    const options = { authTokens: ["shared"] };
    await expect(verify(sign("sha256"), options)).rejects.toMatchObject({
      code: "webhook_not_configured",
    });
  });

  it("with an algorithm that is not known is refused", async () => {
    const sent = sign("sha256");
    sent.headers["x-twilio-webhooks-signature-settings"] = "key=SK1,algorithm=constructor";
    await expect(verify(sent, { sharedKeys: ["shared"] })).rejects.toMatchObject({
      code: "signature_malformed",
    });
  });
});

test.each([
  ["", {}, "signature_missing"],
  ["RSOYDt4T1cUTdK1PDd93_VVr8B8=", {}, "signature_malformed"],
  ["=", {}, "signature_malformed"],
  ["RSOYDt4T1cUTdK1PDd93/VVr8B8=", { authTokens: [] }, "webhook_not_configured"],
  ["RSOYDt4T1cUTdK1PDd93/VVr8B8=", { authTokens: [""] }, "webhook_not_configured"],
] as const)("the header %j with %j: %s", async (signature, options, code) => {
  await expect(verify({ url, body, signature }, options)).rejects.toMatchObject({
    code,
  });
});

test("bytes that are no text are not authentic", async () => {
  const source = twilioWebhooks({ authTokens: [authToken] });
  const delivery = {
    rawBody: Uint8Array.of(0xff, 0xfe, 0xff),
    headers: new Headers({ "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=" }),
    url,
    receivedAt: new Date(),
  };
  expect(() => source.verify(delivery)).toThrow(
    expect.objectContaining({ code: "signature_mismatch" }),
  );
});

test.each<[string | string[]]>([
  ["x.example/webhook"],
  ["ftp://x.example"],
  [""],
  [[]],
  [["https://x.example", "x.example/voice"]],
])("the url %j is refused", (wrong) =>
  expect(() => twilioWebhooks({ authTokens: [authToken], url: wrong })).toThrow(
    expect.objectContaining({ code: "misconfigured" }),
  ),
);
