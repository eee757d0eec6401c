import { createHmac } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { signTwilioWebhook } from "../testing/signTwilioWebhook.ts";
import { twilioFixtures } from "../testing/twilioFixtures.ts";
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

const form = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const docs = {
  CallSid: "CA1234567890ABCDE",
  Caller: "+12349013030",
  Digits: "1234",
  From: "+12349013030",
  To: "+18005551212",
};
const sdk = { ...docs, Caller: "+14158675309", From: "+14158675309" };
const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const http = url.replace("https", "http");
const json = '{"property": "value", "boolean": true}';
const jsonHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
const emptyHash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

/** The first is that of Twilio's documentation ("Secure webhooks"), the others are those of its SDK's own tests (twilio-node). */
const vectors: readonly (Sent & { what: string; publicUrl?: string })[] = [
  { what: "the documentation", url, body: form(docs), signature: "0/KCTR6DLpKmkAf8muzZqo1nDgQ=" },
  { what: "a form", url, body: form(sdk), signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
  {
    what: "a JSON body",
    url: `${url}&bodySHA256=${jsonHash}`,
    body: json,
    signature: "a9nBmqA0ju/hNViExpshrM61xv4=",
  },
  {
    what: "an empty JSON body",
    url: `${url}&bodySHA256=${emptyHash}`,
    body: "{}",
    signature: "Ldidvp12m26NI7eqEvxnEpkd9Hc=",
  },
  {
    what: "a JSON body and no other query",
    url: `https://mycompany.com/myapp.php?bodySHA256=${jsonHash}`,
    body: json,
    signature: "y77kIzt2vzLz71DgmJGsen2scGs=",
  },
  {
    what: "https with a port that was not signed",
    url: url.replace(".com", ".com:1234"),
    body: form(sdk),
    signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  },
  {
    what: "http with a port",
    url: http.replace(".com", ".com:1234"),
    body: form(sdk),
    signature: "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
  },
  {
    what: "https with the standard port signed",
    url,
    body: form(sdk),
    signature: "kvajT1Ptam85bY51eRf/AJRuM3w=",
  },
  {
    what: "http with the standard port signed",
    url: http,
    body: form(sdk),
    signature: "0ZXoZLH/DfblKGATFgpif+LLRf4=",
  },
  {
    what: "credentials in the address",
    url,
    publicUrl: url.replace("//", "//user:pass@"),
    body: form(sdk),
    signature: "CukzLTc1tT5dXEDIHm/tKBanW10=",
  },
  {
    what: "a user in the address",
    url,
    publicUrl: url.replace("//", "//user@"),
    body: form(sdk),
    signature: "2YRLlVAflCqxaNicjMpJcSTgzSs=",
  },
  {
    what: "credentials and the standard port",
    url,
    publicUrl: url.replace("//", "//user:pass@"),
    body: form(sdk),
    signature: "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=",
  },
  {
    what: "special characters in the query",
    url: `${url}&Body=It's+amazing`,
    body: form(sdk),
    signature: "dsq4Ehbj6cs+KdTkpF5sSSplOWw=",
  },
  {
    what: "a repeated parameter",
    url,
    body: "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx",
    signature: "83O6e2vORAoJHUNzJjDWN1jz+BA=",
  },
  {
    what: "repeated values and names that begin with others",
    url,
    body: "SidAccount=AC123&Digits=5678&Digits=1234&Sid=CA123&Digits=1234",
    signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
  },
];

describe.each(vectors)("$what", ({ publicUrl, ...sent }) => {
  const options = publicUrl === undefined ? {} : { url: publicUrl };
  const mismatch = expect.objectContaining({ code: "signature_mismatch" });

  it("is authentic", async () => {
    await verify(sent, options);
    await verify(sent, { ...options, authTokens: ["new", authToken] });
  });

  it("is refused with another signature, token, body or address", async () => {
    const wrong: [Sent, Partial<TwilioWebhooksOptions>?][] = [
      [{ ...sent, signature: spoil(sent.signature) }],
      [sent, { authTokens: ["other"] }],
      [{ ...sent, body: sent.body.replace(/.$/, "0") }],
      [{ ...sent, url: sent.url.replace("foo=1", "foo=2").replace("?bodySHA", "?x=1&bodySHA") }],
    ];
    for (const [request, other] of wrong) {
      await expect(verify(request, { ...options, ...other })).rejects.toEqual(mismatch);
    }
  });
});

describe("behind a proxy", () => {
  const parameters = twilioFixtures.completed;
  const entered = "https://x.example/functions/v1/webhook?leg=agent";
  const received = "http://10.0.0.7:8080/webhook?leg=agent";

  async function send(to: string, options: Partial<TwilioWebhooksOptions>, signedFor = entered) {
    const request = signTwilioWebhook({ url: signedFor, authToken, parameters });
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
      message: expect.stringContaining("http://10.0.0.7:8080/webhook"),
    });
  });

  it("https is tried for a request that arrives by http, not the reverse", async () => {
    await send("http://x.example/functions/v1/webhook?leg=agent", {});
    const plain = entered.replace("https", "http");
    await expect(send(entered, {}, plain)).rejects.toMatchObject({ code: "signature_mismatch" });
  });

  it("the query is the request's", async () => {
    const other = received.replace("agent", "contact");
    await expect(send(other, { url: entered })).rejects.toMatchObject({
      code: "signature_mismatch",
      message: expect.not.stringContaining("leg="),
    });
  });

  test.each([
    [
      "https://a.example/b?c=1",
      undefined,
      ["https://a.example/b?c=1", "https://a.example:443/b?c=1"],
    ],
    [
      "http://a.example:8080/",
      "https://b.example:444/c#rc=3",
      ["https://b.example:444/c", "https://b.example/c"],
    ],
  ])("%s, configured %s", (address, configured, urls) =>
    expect(publicUrls(address, configured)).toEqual(urls),
  );
});

describe("a shared key in place of the auth token", () => {
  const body = form(sdk);
  const sorted = Object.entries(sdk)
    .map(([name, value]) => name + value)
    .join("");
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
  await expect(verify({ url, body: form(sdk), signature }, options)).rejects.toMatchObject({
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

test.each(["x.example/webhook", "ftp://x.example", ""])("the url %j is refused", (wrong) =>
  expect(() => twilioWebhooks({ authTokens: [authToken], url: wrong })).toThrow(
    expect.objectContaining({ code: "misconfigured" }),
  ),
);
