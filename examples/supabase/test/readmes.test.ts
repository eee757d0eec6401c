import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { contractWorld } from "@skale-calls/core/testing";
import { writeSdp } from "@skale-calls/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./startBackend.ts";

const root = new URL("../../../", import.meta.url);
const here = fileURLToPath(new URL("..", import.meta.url));
const servers = fileURLToPath(new URL("../../servers", import.meta.url));
const password = "a long password";
const email = "readme@skale.example";
const [branchA] = contractWorld.branches;

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ simulator: { talkMs: 50 } });
  const answer = await fetch(`${backend.url}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: backend.lite.publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { user } = (await answer.json()) as { user: { id: string } };
  await backend.database.sql`insert into users (id, branch_id) values (${user.id}, ${branchA})`;
}, 60_000);
afterAll(() => backend.stop());

/** The samples of a README that are programs. */
function readSamples(path: string): string[] {
  const text = readFileSync(new URL(path, root), "utf8");
  return [...text.matchAll(/```[tj]s\n([\s\S]*?)```/g)].map(([, code = ""]) => code.trim());
}

const findSample = (path: string, part: string): string =>
  readSamples(path).find((sample) => sample.includes(part)) ?? "";

/** Runs a sample like a user, with the variables of `.demo/env`. */
async function run(
  code: string,
  { cwd = here, inputType = "module" }: { cwd?: string; inputType?: string } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@skale-calls/source", `--input-type=${inputType}`, "--eval", code],
    {
      cwd,
      env: {
        SUPABASE_URL: backend.url,
        SUPABASE_PUBLISHABLE_KEY: backend.lite.publishableKey,
        AGENT_EMAIL: email,
        AGENT_PASSWORD: password,
        YCLOUD_API_BASE: backend.simulator.url,
        YCLOUD_API_KEY: backend.simulator.apiKey,
      },
    },
  );
  return stdout;
}

/** Code before a sample, which expects a supabase-js client with a signed-in agent. */
const signIn = `
  import { createClient } from "@supabase/supabase-js";
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, AGENT_EMAIL, AGENT_PASSWORD } = process.env;
  const supabase = createClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY);
  await supabase.auth.signInWithPassword({ email: AGENT_EMAIL, password: AGENT_PASSWORD });`;

describe("the start of each package's README is short and runs", () => {
  it.each([
    ["core", "200 entrante completada\n"],
    ["ycloud-client", "+5215500000001 461269257068832\n"],
    ["simulator", "a WhatsApp user calls:"],
    ["supabase-adapter", "Llamar mañana\n"],
  ])("%s", async (name, printed) => {
    const [start = ""] = readSamples(`packages/${name}/README.md`);
    expect(start.split("\n").length).toBeLessThanOrEqual(15);
    expect(await run(start)).toContain(printed);
  });
});

describe.each(["docs", "docs/es"])("%s: from YCloud's SDK", (folder) => {
  it("the samples hang up, judge an error and read a signed webhook", async () => {
    const guide = readFileSync(new URL(`${folder}/from-ycloud-sdk.md`, root), "utf8");
    const samples = [...guide.matchAll(/```ts \w+\.ts\n([\s\S]*?)```/g)].map(([, code]) => code);
    expect(samples).toHaveLength(3);
    const printed = await run(
      `${samples.join("\n")}
      import { signWebhook, ycloudFixtures } from "@skale-calls/core/testing";
      const from = "${backend.simulator.businessPhone}";
      const failed = await hangUp(from, "wacid.none").then(() => false, canDialAgain);
      process.env.YCLOUD_WEBHOOK_SECRET = "whsec_test";
      const rawBody = JSON.stringify(ycloudFixtures.offer);
      const headers = signWebhook({ scheme: "ycloud", rawBody, secret: "whsec_test" });
      console.log(failed, await readWebhook(rawBody, Object.values(headers)[0]));`,
      { inputType: "module-typescript" },
    );
    expect(printed).toBe("true [ 'offer' ]\n");

    // The calls of the table have the client's fields.
    const calls = [...guide.matchAll(/`(client\.calls\.\w+\(\{[^`]*\}\))`/g)].map(
      ([, code]) => code,
    );
    expect(calls).toHaveLength(5);
    const refusals = await run(
      `${samples[0]}
      const [from, to, phoneId, wacid, sdp] = ["${backend.simulator.businessPhone}", "+525587654321", "1", "wacid.none", "v=0"];
      for (const call of [${calls.map((code) => `() => ${code}`)}]) {
        console.log(await call().then(() => "sent", (error) => error.message));
      }`,
      { inputType: "module-typescript" },
    );
    expect(refusals.trim().split("\n")).toHaveLength(5);
    expect(refusals).not.toMatch(/unrecognized/i);
  });
});

describe("the other samples run", () => {
  it("core: a status from webhooks in the wrong order", async () => {
    const [, , , sample = ""] = readSamples("packages/core/README.md");
    expect(await run(sample)).toBe("{ status: 'completada', endReason: 'completed' }\n");
  });

  it("core: the cost of a call", async () => {
    const [, , sample = ""] = readSamples("packages/core/README.md");
    expect(await run(sample)).toBe("0.0103 USD 10\n");
  });

  it("core: a call link, a call button and the entry point of a call", async () => {
    const [, , , , , sample = ""] = readSamples("packages/core/README.md");
    const client = `const client = { messages: { send: ({ type, to }) => console.log(type, to) } };`;
    expect(await run(`${client}\n${sample}`)).toBe(
      [
        "https://wa.me/call/525512345678?biz_payload=poster",
        "interactive +525587654321",
        "{ point: 'link', payload: 'poster' }\n",
      ].join("\n"),
    );
  });

  it("core: the client dials and hangs up", async () => {
    const [, sample = ""] = readSamples("packages/core/README.md");
    const here = sample.replace(
      "https://app.example/api/calls",
      `${backend.url}/functions/v1/whatsapp-call`,
    );
    expect(here).not.toBe(sample);
    const session = "(await supabase.auth.getSession()).data.session.access_token";
    const sdp = JSON.stringify(writeSdp("actpass"));
    const printed = await run(
      `${signIn}
      const getAccessToken = async () => ${session};
      const sdp = ${sdp};
      ${here}
      console.log(call.direction);
      process.exit();`,
    );
    expect(printed).toBe("saliente\n");
  });

  it("softphone: the start rings for a real call, and says why Node cannot make one", async () => {
    const [start = ""] = readSamples("packages/softphone/README.md");
    await backend.tell("POST", "/calls", {
      from: "+525511112222",
      to: backend.simulator.businessPhone,
    });
    const printed = await run(`${signIn}
      const url = SUPABASE_URL;
      const publishableKey = SUPABASE_PUBLISHABLE_KEY;
      const showBanner = (phone, answer, reject) => {
        console.log("rings", phone, typeof answer, typeof reject);
        setTimeout(() => process.exit());
      };
      const showMessage = (message) => console.log("error", message);
      const show = (phase) => console.log("phase", phase);
      const hangUpButton = {};
      ${start}
    `);
    expect(printed).toContain("rings +525511112222 function function");
    expect(printed).toContain("error Este navegador no puede hacer llamadas.");
    expect(printed).toContain("phase ended");
  });

  it("softphone: the fakes for a user's own tests", async () => {
    const [, sample = ""] = readSamples("packages/softphone/README.md");
    expect(await run(sample)).toBe("connected preAccept accept\n");
  });

  describe.each(["README.md", "README.es.md"])("%s", (path) => {
    it("the data service in the browser", async () => {
      const [sample = ""] = readSamples(path);
      const [, notes = ""] = /notes: "(.*)"/.exec(sample) ?? [];
      // The page of the sample defines these variables.
      const names = "const [url, apiKey] = [SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY];";
      await run(`${signIn}\n${names}\n${sample}\nstop();\nprocess.exit();`);
      const rows = await backend.database
        .sql`select branch_id from whatsapp_calls where notes = ${notes}`;
      expect(rows.map((row) => ({ ...row }))).toContainEqual({ branch_id: branchA });
    });

    it("a user's own server", async () => {
      const sample = findSample(path, "new Hono()");
      const printed = await run(
        `import { createFakeCallProvider, createMemoryCallStore } from "@skale-calls/core/testing";
        const store = createMemoryCallStore();
        const provider = createFakeCallProvider();
        const authenticate = async () => null;
        const secrets = ["whsec_example"];
        ${sample}
        for (const path of ["/api/whatsapp-webhook", "/api/calls", "/api/calls/x/hangup"]) {
          const answer = await app.request(path, { method: "POST" });
          console.log((await answer.json()).code);
        }`,
        { cwd: servers },
      );
      expect(printed).toBe("signature_missing\nunauthorized\nunauthorized\n");
    });

    it("a call link and a call button", async () => {
      const sample = findSample(path, "createCallLink");
      const [, link = ""] = /createCallLink\(.*\); \/\/ (\S+)/.exec(sample) ?? [];
      const printed = await run(
        `import { createCallButton, createCallLink as create } from "@skale-calls/core";
        const createCallLink = (...all) => console.log(create(...all));
        ${sample}`,
      );
      expect(printed).toBe(`${link}\n`);
    });

    it("another provider", async () => {
      const printed = await run(
        `import { metaWebhooks } from "@skale-calls/core";
        import { createMetaClient, createMetaProvider } from "@skale-calls/meta-client";
        const [accessToken, appSecret, verifyToken] = ["token", "secret", "verify"];
        const wabaIds = ["102290129340398"];
        ${findSample(path, "createMetaProvider")}
        console.log(provider.name, sources.map(({ name }) => name).join());`,
      );
      expect(printed).toBe("meta meta\n");
    });
  });
});
