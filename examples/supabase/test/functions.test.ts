import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { signWebhook } from "@skale-calls/core/testing";
import { type DenoFunction, denoCheck, startDenoFunction } from "@skale-calls/testkit";
import { describe, expect, it } from "vitest";

const folder = new URL("../supabase/functions/", import.meta.url);
const importMap = fileURLToPath(new URL("deno.dev.json", folder));
const names = readdirSync(folder).filter((name) => name.startsWith("whatsapp-"));
const entryOf = (name: string) => fileURLToPath(new URL(`${name}/index.ts`, folder));

const complete = {
  SUPABASE_URL: "http://127.0.0.1:54321",
  SUPABASE_SERVICE_ROLE_KEY: "service-role-secret",
  YCLOUD_API_KEY: "ycloud-secret",
  YCLOUD_WEBHOOK_TOKEN: "token-secret",
};

async function ask(name: string, env: Record<string, string>) {
  const started: DenoFunction = await startDenoFunction({ entry: entryOf(name), importMap, env });
  try {
    const response = await fetch(`${started.url}/${name}`, { method: "POST", body: "{}" });
    return { status: response.status, text: await response.text(), output: started.output() };
  } finally {
    await started.stop();
  }
}

describe("the edge functions", () => {
  it("are the two of the guide, and the one that stores recordings", () => {
    expect(names).toEqual(["whatsapp-call", "whatsapp-call-media", "whatsapp-call-webhook"]);
  });

  it.each(names)("%s has only a few lines, which belong to the project", (name) => {
    expect(readFileSync(entryOf(name), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(
      10,
    );
  });

  it("all pass deno check", () => denoCheck(names.map(entryOf), { importMap }), 120_000);

  it.each(names)("%s itself verifies requests: verify_jwt is false in the config", (name) => {
    const config = readFileSync(new URL("../config.toml", folder), "utf8");
    expect(config).toMatch(new RegExp(`\\[functions\\.${name}\\]\\nverify_jwt = false`));
  });
});

describe("the environment", () => {
  it.each<[string, Record<string, string>, string]>([
    ["whatsapp-call", { SUPABASE_URL: "" }, "SUPABASE_URL"],
    ["whatsapp-call", { SUPABASE_URL: "not a url" }, "SUPABASE_URL"],
    ["whatsapp-call", { SUPABASE_SERVICE_ROLE_KEY: "" }, "SUPABASE_SERVICE_ROLE_KEY"],
    ["whatsapp-call", { YCLOUD_API_KEY: "" }, "YCLOUD_API_KEY"],
    ["whatsapp-call", { YCLOUD_CALL_PATH: "calls" }, "YCLOUD_CALL_PATH"],
    ["whatsapp-call", { CALL_PROVIDER: "acme" }, "CALL_PROVIDER"],
    ["whatsapp-call", { CALL_PROVIDER: "meta" }, "META_ACCESS_TOKEN"],
    ["whatsapp-call", { CALL_PROVIDER: "twilio" }, "TWILIO_ACCOUNT_SID"],
    ["whatsapp-call", { CALL_PROVIDER: "twilio", TWILIO_ACCOUNT_SID: "AC1" }, "TWILIO_AUTH_TOKEN"],
    [
      "whatsapp-call",
      { META_ACCESS_TOKEN: "meta-secret", META_GRAPH_VERSION: "25" },
      "META_GRAPH_VERSION",
    ],
    ["whatsapp-call", { META_RECORDING_LANGUAGE: "tlh" }, "META_RECORDING_LANGUAGE"],
    ["whatsapp-call", { CALL_PERMISSION_POLICY: "always" }, "CALL_PERMISSION_POLICY"],
    ["whatsapp-call", { CALL_PERMISSION_TEMPLATE: "Call me!" }, "CALL_PERMISSION_TEMPLATE"],
    ["whatsapp-call", { CALL_MANAGERS: "ana@skale.example" }, "CALL_MANAGERS"],
    ["whatsapp-call", { DEFAULT_COUNTRY: "Mexico" }, "DEFAULT_COUNTRY"],
    ["whatsapp-call", { DEFAULT_COUNTRY: "XX" }, "DEFAULT_COUNTRY"],
    ["whatsapp-call", { YCLOUD_WHATSAPP_FROM: "+52 55 12" }, "YCLOUD_WHATSAPP_FROM"],
    ["whatsapp-call", { YCLOUD_API_KEY: "ycloud-secret\nYCLOUD_X=1" }, "YCLOUD_API_KEY"],
    [
      "whatsapp-call",
      { YCLOUD_API_KEY: "", YCLOUD_AUTH_VALUE: "a-secret\nb" },
      "YCLOUD_AUTH_VALUE",
    ],
    ["whatsapp-call", { SUPABASE_SERVICE_ROLE_KEY: "role -secret" }, "SUPABASE_SERVICE_ROLE_KEY"],
    ["whatsapp-call", { ALLOWED_ORIGINS: "https://app.example,app.example" }, "ALLOWED_ORIGINS"],
    ["whatsapp-call", { ALLOWED_ORIGINS: "https://*.example" }, '\\"https://*.example\\"'],
    ["whatsapp-call", { TURN_URLS: "turn:turn.example.com" }, "TURN_SECRET"],
    ["whatsapp-call", { TURN_URLS: "turn.example.com", TURN_SECRET: "turn-secret" }, "TURN_URLS"],
    ["whatsapp-call", { TURN_SECONDS: "an hour" }, "TURN_SECONDS"],
    ["whatsapp-call", { ICE_SERVERS: "turn-secret" }, "ICE_SERVERS"],
    [
      "whatsapp-call",
      { ICE_SERVERS: '[{"urls":"turn:a.example","credential":"turn-secret"}]' },
      "ICE_SERVERS",
    ],
    ["whatsapp-call-webhook", { META_APP_SECRET: "one-secret two-secret" }, "META_APP_SECRET"],
    ["whatsapp-call-webhook", { YCLOUD_WEBHOOK_SECRET: "whsec-secret x" }, "YCLOUD_WEBHOOK_SECRET"],
    ["whatsapp-call-webhook", { SUPABASE_SERVICE_ROLE_KEY: "" }, "SUPABASE_SERVICE_ROLE_KEY"],
  ])("%s with %j says which variable is wrong, and no value", async (name, wrong, variable) => {
    const { status, text, output } = await ask(name, { ...complete, ...wrong });
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ ok: false, code: "misconfigured" });
    expect(text).toContain(variable);
    expect(output).toContain(variable);
    expect(text + output).not.toMatch(/-secret/);
  });

  const { SUPABASE_SERVICE_ROLE_KEY: _, ...withoutKey } = complete;

  it.each([
    { SUPABASE_SECRET_KEYS: '{"default":"sb_secret_x"}' },
    { SUPABASE_SECRET_KEY: "sb_secret_x\n" },
    // A malformed variable does no harm when its alternative is set.
    { SUPABASE_SECRET_KEYS: "nonsense", SUPABASE_SERVICE_ROLE_KEY: "service-role-secret" },
  ])("takes Supabase's keys under their old and new names: %j", async (keys) => {
    expect(await ask("whatsapp-call", { ...withoutKey, ...keys })).toMatchObject({ status: 401 });
  });

  it.each([
    ['{"automations":"sb_secret_x"}', /SUPABASE_SECRET_KEYS: has no key named "default"/],
    ['{"default":""}', /SUPABASE_SECRET_KEYS: has no key named "default"/],
    ['{"default":"sb_secret_x y"}', /SUPABASE_SECRET_KEYS: has a space or a line break in the key/],
    ["sb_secret_x", /SUPABASE_SECRET_KEYS: is not JSON/],
    [" ", /SUPABASE_SECRET_KEYS: is empty/],
  ])(
    "SUPABASE_SECRET_KEYS=%s is explained, and not as another variable",
    async (keys, sentence) => {
      const { text } = await ask("whatsapp-call", { ...withoutKey, SUPABASE_SECRET_KEYS: keys });
      expect(JSON.parse(text).error).toMatch(sentence);
      expect(text).not.toContain("SUPABASE_SERVICE_ROLE_KEY");
      expect(text).not.toContain("sb_secret_x");
    },
  );

  it("accepts values with white space and slashes from copying", async () => {
    const env = {
      ...complete,
      YCLOUD_WEBHOOK_TOKEN: " token-secret\n",
      ALLOWED_ORIGINS: "https://app.example/, HTTPS://Second.example/path ",
    };
    const started = await startDenoFunction({
      entry: entryOf("whatsapp-call-webhook"),
      importMap,
      env,
    });
    try {
      const post = (headers: Record<string, string>) =>
        fetch(`${started.url}/whatsapp-call-webhook`, {
          method: "POST",
          headers,
          body: "nonsense",
        });
      const answer = await post({
        "x-webhook-token": "token-secret",
        origin: "https://second.example",
      });
      // The token is right; the body is wrong.
      expect(await answer.json()).toMatchObject({ code: "invalid_json" });
      expect(answer.headers.get("access-control-allow-origin")).toBe("https://second.example");
      const refused = await post({ origin: "http://localhost:5173" });
      expect(refused.headers.has("access-control-allow-origin")).toBe(false);
      // The output of another process arrives later than its answer.
      await expect.poll(() => started.output()).toContain("http://localhost:5173");
    } finally {
      await started.stop();
    }
  });

  it("allows the CORS preflight, so that pages can show what is wrong", async () => {
    const env = { ...complete, YCLOUD_API_KEY: "" };
    const started = await startDenoFunction({ entry: entryOf("whatsapp-call"), importMap, env });
    try {
      const preflight = await fetch(`${started.url}/whatsapp-call`, {
        method: "OPTIONS",
        headers: { origin: "https://app.example", "access-control-request-headers": "apikey" },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-headers")).toBe("apikey");
      expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    } finally {
      await started.stop();
    }
  });

  it("lets the webhook work without YCloud's key", async () => {
    const { YCLOUD_API_KEY: _, ...rest } = complete;
    expect(await ask("whatsapp-call-webhook", rest)).toMatchObject({ status: 401 });
  });

  it("accepts ALLOWED_ORIGINS=* as every origin", async () => {
    const started = await startDenoFunction({
      entry: entryOf("whatsapp-call-webhook"),
      importMap,
      env: { ...complete, ALLOWED_ORIGINS: "https://app.example, *" },
    });
    try {
      const answer = await fetch(started.url, {
        method: "POST",
        headers: { origin: "http://a.b" },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    } finally {
      await started.stop();
    }
  });

  it.each([
    { META_APP_SECRET: "app-secret, former-secret", META_VERIFY_TOKEN: "verify me\n" },
    // The address can be entered at Meta before the app's secret is set.
    { META_VERIFY_TOKEN: "verify me" },
  ])("takes Meta's handshake with %j", async (variables) => {
    const started = await startDenoFunction({
      entry: entryOf("whatsapp-call-webhook"),
      importMap,
      env: { ...complete, ...variables },
    });
    try {
      const query = "hub.mode=subscribe&hub.challenge=42&hub.verify_token=verify%20me";
      const answer = await fetch(`${started.url}/whatsapp-call-webhook?${query}`);
      expect([answer.status, await answer.text()]).toEqual([200, "42"]);
    } finally {
      await started.stop();
    }
  });

  it("accepts a webhook that Meta signed with any of the secrets", async () => {
    const started = await startDenoFunction({
      entry: entryOf("whatsapp-call-webhook"),
      importMap,
      env: { ...complete, META_APP_SECRET: "new-secret, former-secret" },
    });
    try {
      const post = (secret: string) =>
        fetch(`${started.url}/whatsapp-call-webhook`, {
          method: "POST",
          headers: signWebhook({ scheme: "meta", rawBody: "nonsense", secret }),
          body: "nonsense",
        }).then((answer) => answer.json() as Promise<{ code: string }>);
      // The signature is right; the body is wrong.
      expect(await post("former-secret")).toMatchObject({ code: "invalid_json" });
      expect(await post("new-secret")).toMatchObject({ code: "invalid_json" });
      expect(await post("another")).toMatchObject({ code: "signature_mismatch" });
    } finally {
      await started.stop();
    }
  });

  it("refuses every webhook while neither secret nor token is set", async () => {
    const { YCLOUD_WEBHOOK_TOKEN: _, ...rest } = complete;
    const answer = await ask("whatsapp-call-webhook", rest);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "webhook_not_configured" });
  });
});
