import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleCode } from "./bundleCode.ts";
import { listFiles, root } from "./repository.ts";

/** The size of one import in a page or a function. */
const bundle = (code: string) => bundleCode(code, { folder: join(root, "tools/checks") });

const from = (name: string, module: string) =>
  `import { ${name} } from "@skale-calls/${module}"; console.log(${name});`;

/** A phone with the client of the call handler, and the same with the adapter's signalling. */
const phone = `${from("createSoftphone", "softphone")} ${from("createCallClient", "core/client")}`;
const ringingPhone = `${phone} ${from("createSupabaseSignaling", "supabase-adapter")}`;

const budgets: readonly (readonly [code: string, bytes: number])[] = [
  [from("isCallsError", "core"), 1_000],
  [from("isTerminal", "core"), 1_000],
  [from("deriveStatus", "core"), 2_000],
  [from("verifyWebhook", "core"), 8_500],
  [from("ycloudWebhooks", "core"), 35_000],
  [from("createWebhookHandler", "core"), 10_500],
  [from("parseWebhook", "core"), 35_500],
  [from("normalizePhone", "core"), 60_000],
  [from("createCallClient", "core/client"), 2_000],
  [from("estimateCallCost", "core/cost"), 3_000],
  [from("createCallService", "supabase-adapter"), 14_000],
  [from("createSupabaseCallStore", "supabase-adapter"), 8_000],
  [from("createPostgresCallStore", "supabase-adapter/postgres"), 6_500],
  [from("createSoftphone", "softphone"), 12_000],
  [phone, 12_300],
  [ringingPhone, 14_300],
];

test.each(budgets)("%s is under %i bytes", async (code, budget) => {
  const { bytes } = await bundle(code);
  console.log(`measured: ${bytes} B of ${budget}: ${code.split(";")[0]}`);
  expect(bytes).toBeGreaterThan(100);
  expect(bytes).toBeLessThan(budget);
});

/** What a client needs besides itself. */
const peers = ["@skale-calls/core", "@skale-calls/core/*", "ky", "zod"];
const clients = listFiles("packages/*-client/src/index.ts");

test("a client is under 15,000 bytes without its peers, and pulls in no other client", async () => {
  expect(clients.length).toBeGreaterThan(1);
  for (const path of clients) {
    const { bytes, inputs } = await bundleCode(`export * from "./${path}";`, { external: peers });
    console.log(`measured: ${bytes} B of 15000: ${path}`);
    expect(bytes).toBeLessThan(15_000);
    const [folder = ""] = path.split("/src/");
    expect(inputs.filter((input) => !input.startsWith(`${folder}/`))).toEqual([]);
  }
});

test("phone metadata is bundled only where numbers are parsed", async () => {
  const isMetadata = (path: string) => path.includes("libphonenumber");
  for (const [code] of budgets) {
    const { inputs } = await bundle(code);
    expect({ code, has: inputs.some(isMetadata) }).toEqual({
      code,
      has: code.includes("normalizePhone"),
    });
  }
  const { inputs } = await bundle(from("createCallHandler", "core"));
  expect(inputs.some(isMetadata)).toBe(true);
});

test("the softphone includes only its own modules, and the part of core that is for clients: no table of errors, no schema", async () => {
  const { inputs } = await bundle(from("createSoftphone", "softphone"));
  const own =
    /^(?:<stdin>$|packages\/softphone\/src\/(?!testing|react|diagnose)|packages\/core\/src\/(?:client|ports|vocabulary\/(?:callStatus|isCallsError).ts))/;
  expect(inputs.length).toBeGreaterThan(20);
  expect(inputs.filter((path) => !own.test(path))).toEqual([]);
});

test("the hooks are under 1,500 bytes and do not include a second softphone", async () => {
  const code = 'export * from "./packages/softphone/src/react/index.ts";';
  const { bytes, inputs } = await bundleCode(code, { external: ["react"] });
  expect(bytes).toBeLessThan(1_500);
  const own = /^packages\/(?:softphone\/src\/(?:react\/|lib\/clock)|core\/)/;
  expect(inputs.filter((path) => !own.test(path))).toEqual([]);
});
