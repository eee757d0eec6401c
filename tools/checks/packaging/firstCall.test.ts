import { execFileSync, spawnSync } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook, ycloudEvent } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { findFreePort, launchChromium, signUpUser } from "@skale-calls/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../src/repository.ts";
import { packPackages } from "./packPackages.ts";
import { readSteps, type Step } from "./readSteps.ts";
import { runSteps, startServer, type Walked } from "./runSteps.ts";
import { type Project, startProject } from "./startProject.ts";

/**
 * Follows the README's steps from nothing to a first call without changes, in a folder outside the repository, with the packed
 * packages and the Supabase CLI. Only the hosted project and YCloud are replaced, by a real Postgres with Supabase's API, Deno
 * and the simulator.
 */
const agent = { email: "ana@example.com", password: "a long password" };
const business = "+525500000001";
const contact = "+525587654321";

const stops: (() => unknown)[] = [];
let folder: string;
let simulator: Simulator;
let project: Project;
let steps: Step[];
let walked: Walked;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "skale-first-call-"));
  stops.push(() => rm(folder, { recursive: true }));
  const tarballs = await packPackages(join(folder, "tarballs"));
  simulator = await startSimulator({ businessPhones: [business], media: true, ringMs: 300 });
  stops.push(() => simulator.close());
  project = await startProject({ YCLOUD_API_BASE: simulator.url });
  stops.push(() => project.stop());
  await signUpUser(project, agent);
  const page = `http://localhost:${await findFreePort()}`;
  steps = readSteps(
    await readFile(join(root, "README.md"), "utf8"),
    "From nothing to a first call",
  );
  walked = await runSteps(steps, {
    folder,
    tarballs,
    project,
    page,
    own: new Map([
      ["https://api.ycloud.com", simulator.url],
      ["https://YOUR-PROJECT-REF.supabase.co", project.url],
      ["http://localhost:5173", page],
      ["YOUR-YCLOUD-KEY", simulator.apiKey],
      ["YOUR-PUBLISHABLE-KEY", project.publishableKey],
    ]),
  });
  stops.push(...walked.servers.map(({ stop }) => stop));
}, 240_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const printedBy = (start: string) =>
  walked.printed.find(({ command }) => command.startsWith(start))?.output ?? "";

const readCalls = async () => {
  const rows = await project.database.sql<{ direction: string; status: string }[]>`
    select direction, status from whatsapp_calls order by created_at`;
  return rows.map((row) => ({ ...row }));
};

const isCompleted = ({ status }: { status: string }) => status === "completada";

async function until<T>(read: () => Promise<T>, expected: T): Promise<void> {
  await expect.poll(read, { timeout: 20_000, interval: 100 }).toEqual(expected);
}

describe("from an empty folder to a first call, as the README says", () => {
  test("each step prints the output that the README describes", () => {
    expect(printedBy("npx skale-calls-migrations")).toMatch(
      /skale_calls_host_tables\.sql[\s\S]*skale_calls_host\.sql/,
    );
    expect(printedBy("npx supabase db push")).toContain("Finished supabase db push.");
    expect(printedBy("curl https://api.ycloud.com/v2/webhookEndpoints")).toContain('"secret"');
    expect(printedBy("npx skale-calls-functions")).toContain("functions deploy whatsapp-call");
    expect(printedBy("curl -X POST https://YOUR-PROJECT-REF")).toContain(
      '"code":"signature_missing"',
    );
    expect(walked.servers).toHaveLength(1);
  });

  test.each([
    ["bundler", "esnext"],
    ["nodenext", "nodenext"],
  ])("the page compiles with TypeScript 5.9, resolution %s", (resolution, module) => {
    const tsc = join(root, "tools/checks/node_modules/typescript-5/bin/tsc");
    const flags = `--strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes --noEmit
      --skipLibCheck --target es2023 --lib es2023,dom,dom.iterable
      --module ${module} --moduleResolution ${resolution} main.ts`;
    const { stdout, status } = spawnSync(process.execPath, [tsc, ...flags.split(/\s+/)], {
      cwd: walked.folder,
      encoding: "utf8",
    });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });

  /** Opens the page, and makes a call to the contact with a conversation. */
  async function makeCall(url: string) {
    const browser = await launchChromium();
    stops.push(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(url);
    await page.fill("[name=email]", agent.email);
    await page.fill("[name=password]", agent.password);
    await page.fill("[name=to]", contact);
    await page.click("text=Call");
    const untilTalking = async () => {
      await until(
        async () => (await page.textContent("#state"))?.includes("connected") ?? false,
        true,
      );
      await until(async () => simulator.calls().at(-1)?.media?.isAudible ?? false, true);
    };
    await untilTalking();
    await page.click("text=Hang up");
    return { page, problems, untilTalking };
  }

  test("a call in each direction has a conversation and the right final status", async () => {
    const { page, problems, untilTalking } = await makeCall(walked.servers[0]?.url ?? "");
    await until(readCalls, [{ direction: "saliente", status: "completada" }]);

    const ring = await fetch(`${simulator.url}/_sim/calls`, {
      method: "POST",
      body: JSON.stringify({ from: contact, to: business }),
    });
    expect(ring.ok).toBe(true);
    await page.click("text=Answer");
    await untilTalking();
    await page.click("text=Hang up");
    await until(readCalls, [
      { direction: "saliente", status: "completada" },
      { direction: "entrante", status: "completada" },
    ]);
    expect(problems).toEqual([]);
  });

  test("the page that vite builds makes a call too", async () => {
    walked.servers[0]?.stop();
    execFileSync("npx", ["vite", "build"], { cwd: walked.folder, stdio: "pipe" });
    const { port } = new URL(walked.servers[0]?.url ?? "");
    const preview = await startServer(
      `npx vite preview --port ${port} --strictPort`,
      walked.folder,
    );
    stops.push(preview.stop);
    const { problems } = await makeCall(preview.url);
    await until(async () => (await readCalls()).filter(isCompleted).length, 3);
    expect(problems).toEqual([]);
  });

  test("a second run of both commands and of the SQL changes nothing, and says so", async () => {
    for (const step of steps) {
      if (step.kind === "sql") await project.database.sql.unsafe(step.text);
    }
    const [made] = await project.database.sql`
      select (select count(*)::int from branches) as branches, (select count(*)::int from users) as users,
        (select count(*)::int from whatsapp_inboxes) as inboxes`;
    expect({ ...made }).toEqual({ branches: 1, users: 1, inboxes: 1 });

    const again = (command: string, ...args: string[]) =>
      execFileSync(join(walked.folder, "node_modules/.bin", command), args, {
        cwd: walked.folder,
        encoding: "utf8",
      });
    expect(again("skale-calls-migrations")).toContain("has all migrations already");
    expect(again("skale-calls-migrations", "status")).toContain("Complete.");
    expect(again("skale-calls-functions", "status")).toContain("Complete.");
  });
});

describe("the README's other examples", () => {
  test("a self-hosted server handles webhooks and calls: the Hono sample, on the packed packages", async () => {
    const servers = join(root, "examples/servers/src");
    for (const file of ["createHandlers.ts", "hono.ts"]) {
      await copyFile(join(servers, file), join(walked.folder, file));
    }
    execFileSync("npm", ["install", "--no-fund", "--no-audit", "hono", "@hono/node-server"], {
      cwd: walked.folder,
      stdio: "pipe",
    });
    const server = await startServer("node hono.ts", walked.folder, {
      PORT: "0",
      SUPABASE_URL: project.url,
      SUPABASE_SECRET_KEY: project.secretKey,
      YCLOUD_API_BASE: simulator.url,
      YCLOUD_API_KEY: simulator.apiKey,
      YCLOUD_WEBHOOK_SECRET: "whsec_own",
    });
    stops.push(server.stop);
    const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${server.url}${path}`, { method: "POST", body, headers });
      return ((await answer.json()) as { code?: string }).code ?? answer.status;
    };
    const body = JSON.stringify(ycloudEvent("completed"));
    const signed = signWebhook({ scheme: "ycloud", rawBody: body, secret: "whsec_own" });
    expect(await post("/api/whatsapp-webhook", body)).toBe("signature_missing");
    expect(await post("/api/whatsapp-webhook", body, signed)).toBe(200);
    expect(await post("/api/calls", "{}")).toBe("unauthorized");
    expect((await readCalls()).at(-1)).toEqual({ direction: "entrante", status: "completada" });
  });

  test("uninstalling removes everything of ours and keeps everything of the host's", async () => {
    const readme = await readFile(join(root, "README.md"), "utf8");
    const [, sql = ""] = /To remove everything[\s\S]*?```sql\n([\s\S]*?)```/.exec(readme) ?? [];
    const ours = async () => {
      const [row] = await project.database.sql<{ objects: number; host: number }[]>`
        select (select count(*)::int from pg_class where relname like 'whatsapp\\_call%')
          + (select count(*)::int from pg_proc where proname like '%whatsapp\\_call%')
          + (select count(*)::int from pg_namespace where nspname = 'skale_calls') as objects,
          (select count(*)::int from public.users) as host`;
      return { ...row };
    };
    expect((await ours()).objects).toBeGreaterThan(20);
    await project.database.sql.unsafe(sql);
    expect(await ours()).toEqual({ objects: 0, host: 1 });
    // The uninstall script can run twice. The migration files are still there, so the CLI would push them again.
    await project.database.sql.unsafe(sql);
    const remembered = await project.database
      .sql`select name from supabase_migrations.schema_migrations`;
    expect(remembered.map((row) => ({ ...row }))).toEqual([]);
  });

  test("both READMEs have the same commands and files", async () => {
    const [english, spanish] = await Promise.all(
      ["README.md", "README.es.md"].map((name) => readFile(join(root, name), "utf8")),
    );
    expect(readSteps(spanish ?? "", "De cero a una primera llamada")).toEqual(
      readSteps(english ?? "", "From nothing to a first call"),
    );
  });
});
