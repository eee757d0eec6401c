import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "@skale-calls/simulator";
import { signUpUser, startGateway } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFixture } from "../../../packages/supabase-adapter/test/readFixture.ts";
import { root } from "../src/repository.ts";
import { packPackages } from "./packPackages.ts";
import { readSteps } from "./readSteps.ts";
import { runSteps } from "./runSteps.ts";
import { type Project, startProject } from "./startProject.ts";

/**
 * Follows docs/from-hand-written-functions.md: a project with the tables, rows and functions of the guide moves to the packed
 * packages, and the guide's front-end code makes a call.
 */
const business = "+525500000001";
const agent = { email: "eva@crm.example", password: "a long password" };
const stops: (() => unknown)[] = [];
let folder: string;
let project: Project;
let before: object[];

const readRows = () => project.database.sql<{ id: string; status: string; notes: string | null }[]>`
  select id, status, notes, contact_phone, direction, recording_url, created_at from whatsapp_calls order by id`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "skale-guide-"));
  stops.push(() => rm(folder, { recursive: true }));
  const tarballs = await packPackages(join(folder, "tarballs"));
  // The simulator and the project know each other's address from the start.
  const relay = await startGateway({
    routes: {},
    fallback: async (request) =>
      fetch(`${project.url}/functions/v1/whatsapp-call-webhook`, {
        method: request.method,
        headers: request.headers,
        body: await request.text(),
      }),
  });
  stops.push(() => relay.stop());
  const simulator = await startSimulator({
    businessPhones: [business],
    webhookUrl: relay.url,
    webhookToken: "a-token",
    ringMs: 20,
    talkMs: 50,
  });
  stops.push(() => simulator.close());
  project = await startProject({ YCLOUD_API_BASE: simulator.url });
  stops.push(() => project.stop());
  for (const file of ["crmHost.sql", "guideSchema.sql", "guideRows.sql"]) {
    await project.database.sql.unsafe(readFixture(file));
  }
  // The tables of this CRM have the columns that the host file reads.
  await project.database.sql.unsafe(`
    alter table whatsapp_inboxes add column name text, add column phone_number text, add column provider_phone_id text;
    alter table leads add column branch_id uuid references branches (id)`);
  const { id } = await signUpUser(project, agent);
  await project.database.sql`
    insert into users (id, branch_id, full_name) select ${id}, id, 'Eva' from branches`;
  before = (await readRows()).map((row) => ({ ...row }));

  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "crm" }));
  const functions = join(folder, "supabase/functions");
  for (const name of ["whatsapp-call", "whatsapp-call-webhook"]) {
    await mkdir(join(functions, name), { recursive: true });
    await writeFile(
      join(functions, name, "index.ts"),
      "export default async function handler() {}\n",
    );
  }
  await writeFile(join(folder, "supabase/config.toml"), 'project_id = "crm"\n');
  await writeFile(
    join(functions, ".env"),
    [
      "YCLOUD_AUTH_HEADER=X-API-Key",
      `YCLOUD_AUTH_VALUE=${simulator.apiKey}`,
      `YCLOUD_WHATSAPP_FROM=${business}`,
      "YCLOUD_CALL_PATH=/v2/whatsapp/calls",
      "YCLOUD_WEBHOOK_TOKEN=a-token",
      `YCLOUD_WEBHOOK_SECRET=${simulator.webhookSecret}`,
      "DEFAULT_COUNTRY=MX",
    ].join("\n"),
  );
  const guide = await readFile(join(root, "docs/from-hand-written-functions.md"), "utf8");
  const steps = ["1. The database", "2. The functions"].flatMap((part) => readSteps(guide, part));
  expect(steps.length).toBeGreaterThan(5);
  const own = new Map<string, string>();
  await runSteps(steps, { folder, tarballs, project, page: "http://localhost:1", own });
}, 240_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

test("every row keeps its values, and the former functions are kept", async () => {
  const after = (await readRows()).map((row) => ({ ...row }));
  expect(before.length).toBeGreaterThan(1_000);
  expect(after).toEqual(before);
  expect(existsSync(join(folder, "former/whatsapp-call/index.ts"))).toBe(true);
});

test("the guide's front-end code makes a call, reads it and writes its notes", async () => {
  const supabase = createClient(project.url, project.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error: refused } = await supabase.auth.signInWithPassword(agent);
  expect(refused).toBeNull();
  const { data, error } = await supabase.functions.invoke("whatsapp-call", {
    body: { to: "55 8765 4321", inbox_id: null },
  });
  expect({ error, output: project.output() }).toMatchObject({ error: null });
  expect(data).toMatchObject({ ok: true, call: { direction: "saliente", status: "iniciando" } });
  const read = async () => {
    const { data: rows } = await supabase
      .from("whatsapp_calls")
      .select("*")
      .eq("id", data.call.id)
      .eq("status", "completada");
    return rows?.length;
  };
  await expect.poll(read, { timeout: 20_000 }).toBe(1);
  const { error: notes } = await supabase
    .from("whatsapp_calls")
    .update({ notes: "Llamar el lunes." })
    .eq("id", data.call.id);
  expect(notes).toBeNull();
});

test("a sender that cannot sign still uses the token", async () => {
  const send = (token: string) =>
    fetch(`${project.url}/functions/v1/whatsapp-call-webhook?token=${token}`, {
      method: "POST",
      body: JSON.stringify({
        call_id: "own.1",
        event: "ringing",
        from: "+525587654321",
        to: business,
      }),
    });
  expect((await send("another")).status).toBe(401);
  expect((await send("a-token")).status).toBe(200);
});
