import { describe, expect, test } from "vitest";
import { signWebhook } from "./testing/signWebhook.ts";
import { type VerifyWebhookOptions, verifyWebhook, webhookSchemes } from "./verifyWebhook.ts";
import { SignatureError } from "./vocabulary/callsError.ts";

const secret = "whsec_test_6c2f0f6c3a6d4b16";
const compact = '{"id":"evt_01","type":"whatsapp.inbound_message.received","apiVersion":"v2"}';
const compactSignature = "4ee5dc4c43b9d27aa16b9e46a59ea8700d0b3b90d9da6139a302aa7a55cbdaa1";
const utf8Body = Uint8Array.from(
  atob(
    "ewogICJpZCI6ICJldnRf5Lit5paHIiwKICAidHlwZSI6ICJ3aGF0c2FwcC5tZXNzYWdlLnVwZGF0ZWQiLAogICJub3RlIjogImNhZsOpIOKYlSIKfQo=",
  ),
  (character) => character.charCodeAt(0),
);
const utf8Signature = "0fa8dbc23f4532dd2fbb37bba1d902826cb6831b50f198d827f9bf3945e5802c";
const trailingDotSignature = "b8bb058363c7202026937cf1dc107fe813050630980f23093578f9cbb674a5f6";
const signedAt = 1_700_000_000;
const at = (seconds: number) => new Date(seconds * 1000);

async function outcome(options: Partial<VerifyWebhookOptions> & { header?: string }) {
  const { header, ...rest } = options;
  const headers = new Headers(header === undefined ? {} : { "YCloud-Signature": header });
  try {
    await verifyWebhook({
      scheme: "ycloud",
      rawBody: compact,
      headers,
      secrets: [secret],
      now: at(signedAt),
      ...rest,
    });
    return "authentic";
  } catch (error) {
    if (error instanceof SignatureError) return error.code;
    throw error;
  }
}

const header = `t=${signedAt},s=${compactSignature}`;

/** YCloud's ten cases (three published as vectors, the others described) and one more order. */
const vectors: readonly (readonly [string, string, Parameters<typeof outcome>[0]])[] = [
  ["compact", "authentic", { header }],
  [
    "UTF-8, whitespace and a final newline",
    "authentic",
    { header: `t=${signedAt},s=${utf8Signature}`, rawBody: utf8Body },
  ],
  ["a second secret", "authentic", { header, secrets: ["whsec_new", secret] }],
  ["a first secret", "authentic", { header, secrets: [secret, "whsec_new"] }],
  ["a wrong secret", "signature_mismatch", { header, secrets: ["whsec_wrong"] }],
  ["stale", "timestamp_stale", { header, now: at(signedAt + 301) }],
  ["future", "timestamp_future", { header, now: at(signedAt - 301) }],
  ["tampered", "signature_mismatch", { header, rawBody: compact.replace("evt_01", "evt_02") }],
  [
    "re-serialised",
    "signature_mismatch",
    { header, rawBody: JSON.stringify(JSON.parse(compact), null, 1) },
  ],
  [
    "a trailing period",
    "signature_mismatch",
    { header: `t=${signedAt},s=${trailingDotSignature}` },
  ],
  [
    "upper-case hex",
    "signature_malformed",
    { header: `t=${signedAt},s=${compactSignature.toUpperCase()}` },
  ],
];

describe("verifyWebhook, YCloud", () => {
  test.each(vectors)("%s: %s", async (_, expected, options) => {
    expect(await outcome(options)).toBe(expected);
  });

  test.each([
    "",
    "s=1",
    `t=,s=${compactSignature}`,
    `t=${signedAt}`,
    `s=${compactSignature},t=${signedAt}`,
    `t=${signedAt}, s=${compactSignature}`,
    `t=-1,s=${compactSignature}`,
    `t=1e9,s=${compactSignature}`,
    `t=${signedAt},s=${compactSignature}0`,
    `t=${signedAt},s=${compactSignature},s=${compactSignature}`,
    `${header}, ${header}`,
    header.slice(0, -1),
    `${header.slice(0, -1)}g`,
    `${header.slice(0, -1)}\u00e9`,
    `t=${signedAt},s=x=${compactSignature}`,
    `t=1234567890123,s=${compactSignature}`,
  ])("refuses any other form: %j", async (value) => {
    expect(await outcome({ header: value })).toBe(
      value === "" ? "signature_missing" : "signature_malformed",
    );
  });

  test("says that the signature is missing without a header", async () => {
    expect(await outcome({})).toBe("signature_missing");
  });

  test("allows 300 seconds either way, to the second", async () => {
    expect(await outcome({ header, now: at(signedAt + 300.9) })).toBe("authentic");
    expect(await outcome({ header, now: at(signedAt + 301) })).toBe("timestamp_stale");
    expect(await outcome({ header, now: at(signedAt - 300) })).toBe("authentic");
    expect(await outcome({ header, now: at(signedAt - 300.1) })).toBe("timestamp_future");
  });

  test("can allow no tolerance", async () => {
    const toleranceSeconds = 0;
    expect(await outcome({ header, toleranceSeconds, now: at(signedAt + 0.9) })).toBe("authentic");
    expect(await outcome({ header, toleranceSeconds, now: at(signedAt + 1) })).toBe(
      "timestamp_stale",
    );
    expect(await outcome({ header, toleranceSeconds, now: at(signedAt - 1) })).toBe(
      "timestamp_future",
    );
  });

  test("compares every digit of the signature", async () => {
    const start = header.length - compactSignature.length;
    for (let i = start; i < header.length; i++) {
      const digit = header[i] === "0" ? "1" : "0";
      const changed = header.slice(0, i) + digit + header.slice(i + 1);
      expect(await outcome({ header: changed })).toBe("signature_mismatch");
    }
  });

  test("verifies that the time is signed too", async () => {
    const changed = header.replace(`t=${signedAt}`, `t=${signedAt + 1}`);
    expect(await outcome({ header: changed })).toBe("signature_mismatch");
  });

  test("accepts bodies of any size, as text and as bytes", async () => {
    for (const length of [0, 1, 1000, 16_000, 16_400, 300_000]) {
      const rawBody = "é".repeat(length);
      const timestamp = at(signedAt);
      const headers = new Headers(signWebhook({ scheme: "ycloud", rawBody, secret, timestamp }));
      expect(await outcome({ rawBody, headers })).toBe("authentic");
      expect(await outcome({ rawBody: new TextEncoder().encode(rawBody), headers })).toBe(
        "authentic",
      );
      expect(await outcome({ rawBody: `${rawBody}.`, headers })).toBe("signature_mismatch");
    }
  });

  test("uses this machine's clock unless told otherwise", async () => {
    const headers = new Headers(signWebhook({ scheme: "ycloud", rawBody: compact, secret }));
    await expect(
      verifyWebhook({ scheme: "ycloud", rawBody: compact, headers, secrets: [secret] }),
    ).resolves.toBeUndefined();
  });

  test("does not reveal the clock to a wrong signature", async () => {
    const late = { header, now: at(signedAt + 9999) };
    expect(await outcome({ ...late, secrets: ["whsec_wrong"] })).toBe("signature_mismatch");
  });

  test("refuses a clock or tolerance that is not valid", async () => {
    const invalid = { code: "misconfigured" };
    await expect(outcome({ header, now: new Date(Number.NaN) })).rejects.toMatchObject(invalid);
    await expect(outcome({ header, toleranceSeconds: Number.NaN })).rejects.toMatchObject(invalid);
    await expect(outcome({ header, toleranceSeconds: -1 })).rejects.toMatchObject(invalid);
  });

  test("refuses a signature made with an empty secret", async () => {
    const signed = signWebhook({
      scheme: "ycloud",
      rawBody: compact,
      secret: "",
      timestamp: at(signedAt),
    });
    const headers = new Headers(signed);
    expect(await outcome({ headers, secrets: [] })).toBe("webhook_not_configured");
    expect(await outcome({ headers, secrets: [""] })).toBe("webhook_not_configured");
    expect(await outcome({ headers, secrets: ["", secret] })).toBe("signature_mismatch");
  });
});

describe("verifyWebhook, Meta", () => {
  const rawBody = '{"name":"\\u00e4\\u00f6\\u00e5","url":"https:\\/\\/example.com"}';
  // From `openssl dgst -sha256 -hmac app-secret`.
  const signed = "sha256=4d037b6f97a73dc0f92ac35f25465f5f0020343281e4e9673a3817a1b92388fe";
  const verify = (value: string | undefined, body = rawBody, secrets = ["old", "app-secret"]) =>
    outcome({
      scheme: "meta",
      rawBody: body,
      secrets,
      headers: new Headers(value === undefined ? {} : { "X-Hub-Signature-256": value }),
    });

  test("verifies the raw, escaped bytes, without a clock", async () => {
    const headers = signWebhook({ scheme: "meta", rawBody, secret: "app-secret" });
    expect(headers["x-hub-signature-256"]).toBe(signed);
    expect(await verify(signed)).toBe("authentic");
    expect(await verify(signed, JSON.stringify(JSON.parse(rawBody)))).toBe("signature_mismatch");
    expect(await verify(signed, rawBody, ["other"])).toBe("signature_mismatch");
  });

  test("distinguishes a missing header from a malformed one", async () => {
    expect(await verify(undefined)).toBe("signature_missing");
    expect(await verify(signed.slice(7))).toBe("signature_malformed");
    expect(await verify(signed.toUpperCase())).toBe("signature_malformed");
    expect(await verify(`${signed}0`)).toBe("signature_malformed");
    expect(await verify(signed.slice(0, -1))).toBe("signature_malformed");
    await expect(
      verifyWebhook({
        scheme: "meta",
        rawBody,
        headers: new Headers({ "x-hub-signature-256": "sha1=0" }),
        secrets: ["app-secret"],
      }),
    ).rejects.toThrow(/sha256=/);
  });
});

describe("verifyWebhook, token", () => {
  const verify = (value: string | undefined, url?: string, secrets = ["old", "tóken", "new"]) =>
    outcome({
      scheme: "token",
      secrets,
      headers: new Headers(value === undefined ? {} : { "X-Webhook-Token": value }),
      ...(url === undefined ? {} : { url }),
    });

  test("is read from the header or the address", async () => {
    expect(await verify("old")).toBe("authentic");
    expect(await verify(undefined, "https://example.com/hook?a=1&token=t%C3%B3ken#x")).toBe(
      "authentic",
    );
    expect(await verify(undefined, "/hook?token=old")).toBe("authentic");
    expect(await verify("wrong", "/hook?token=old")).toBe("token_mismatch");
    expect(await verify("", "/hook?token=old")).toBe("authentic");
  });

  test.each([[undefined], ["/hook"], ["/hook?token="], ["/hook#?token=old"], ["::"]])(
    "is missing in %j",
    async (url) => expect(await verify(undefined, url)).toBe("token_missing"),
  );

  test("must match as a whole", async () => {
    expect(await verify("ol")).toBe("token_mismatch");
    expect(await verify("older")).toBe("token_mismatch");
    expect(await verify("old", undefined, [])).toBe("webhook_not_configured");
  });
});

test.each(webhookSchemes)("signWebhook signs what verifyWebhook takes: %s", async (scheme) => {
  for (const rawBody of [compact, utf8Body]) {
    const timestamp = at(signedAt);
    const headers = new Headers(signWebhook({ scheme, rawBody, secret, timestamp }));
    expect(await outcome({ scheme, rawBody, headers })).toBe("authentic");
    expect(await outcome({ scheme, rawBody, headers, secrets: ["other"] })).toMatch(/mismatch/);
  }
});
