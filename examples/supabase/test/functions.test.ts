import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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
  it("are the two of the guide", () => {
    expect(names).toEqual(["whatsapp-call", "whatsapp-call-webhook"]);
  });

  it.each(names)("%s only reads the environment and wires packages: at most 40 lines", (name) => {
    expect(readFileSync(entryOf(name), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(
      40,
    );
  });

  it.each(names)(
    "%s passes deno check",
    (name) => denoCheck(entryOf(name), { importMap }),
    120_000,
  );

  it.each(names)("%s verifies by itself: verify_jwt is off in the config", (name) => {
    const config = readFileSync(new URL("../config.toml", folder), "utf8");
    expect(config).toMatch(new RegExp(`\\[functions\\.${name}\\]\\nverify_jwt = false`));
  });

  it("have one import map for deployment and one for development, of the same names", () => {
    const read = (name: string): { imports: Record<string, string> } =>
      JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const [deployed, development] = [read("deno.json"), read("deno.dev.json")];
    expect(Object.keys(deployed.imports)).toEqual(Object.keys(development.imports));
    expect(Object.values(deployed.imports).every((target) => target.startsWith("npm:"))).toBe(true);
  });
});

describe("the environment", () => {
  it.each<[string, Record<string, string>, string]>([
    ["whatsapp-call", { SUPABASE_URL: "" }, "SUPABASE_URL"],
    ["whatsapp-call", { SUPABASE_URL: "not a url" }, "SUPABASE_URL"],
    ["whatsapp-call", { SUPABASE_SERVICE_ROLE_KEY: "" }, "SUPABASE_SERVICE_ROLE_KEY"],
    ["whatsapp-call", { YCLOUD_API_KEY: "" }, "YCLOUD_API_KEY"],
    ["whatsapp-call", { YCLOUD_CALL_PATH: "calls" }, "YCLOUD_CALL_PATH"],
    ["whatsapp-call", { DEFAULT_COUNTRY: "Mexico" }, "DEFAULT_COUNTRY"],
    ["whatsapp-call-webhook", { SUPABASE_SERVICE_ROLE_KEY: "" }, "SUPABASE_SERVICE_ROLE_KEY"],
  ])("%s with %j says which variable is wrong, and no value", async (name, wrong, variable) => {
    const { status, text, output } = await ask(name, { ...complete, ...wrong });
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ ok: false, code: "misconfigured" });
    expect(text).toContain(variable);
    expect(output).toContain(variable);
    expect(text + output).not.toMatch(/-secret/);
  });

  it("takes Supabase's newer names of the keys", async () => {
    const { SUPABASE_SERVICE_ROLE_KEY: _, ...rest } = complete;
    const newer = { ...rest, SUPABASE_SECRET_KEYS: '{"default":"sb_secret_x"}' };
    expect(await ask("whatsapp-call", newer)).toMatchObject({ status: 401 });
  });

  it("lets the webhook work without YCloud's key", async () => {
    const { YCLOUD_API_KEY: _, ...rest } = complete;
    expect(await ask("whatsapp-call-webhook", rest)).toMatchObject({ status: 401 });
  });

  it("refuses every webhook while neither secret nor token is set", async () => {
    const { YCLOUD_WEBHOOK_TOKEN: _, ...rest } = complete;
    const answer = await ask("whatsapp-call-webhook", rest);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "webhook_not_configured" });
  });
});
