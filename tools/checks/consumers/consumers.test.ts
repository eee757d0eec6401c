import { cp } from "node:fs/promises";
import { join } from "node:path";
import { contractWorld, signWebhook, ycloudEvent } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { type CallService, createCallService } from "@skale-calls/supabase-adapter";
import {
  findFreePort,
  type Lite,
  signUpUser,
  startLite,
  type TestDatabase,
  writeSdp,
} from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMigratedDatabase } from "../../../packages/supabase-adapter/test/applyMigrations.ts";
import { forgetCalls, seedWorld } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { installPackages, type Project } from "../packaging/installPackages.ts";
import { root } from "../src/repository.ts";
import { consumers } from "./consumers.ts";
import { type StartedConsumer, startConsumer } from "./startConsumer.ts";

/**
 * The samples of `examples/servers`, outside the repository, on the packed packages: each runtime makes and receives a call, with
 * the simulator as YCloud and a real Postgres behind Supabase's API.
 */
const [branch] = contractWorld.branches;
const [inbox] = contractWorld.inboxes;
const business = "+5215500000001";
const contact = "+525587654321";
const agent = { email: "ana@example.com", password: "a long password" };

let project: Project;
let database: TestDatabase;
let lite: Lite;
let service: (port: number) => CallService;

beforeAll(async () => {
  project = await installPackages({
    express: "^5.3.0",
    hono: "^4.0.0",
    "@hono/node-server": "^2.0.0",
    ...Object.assign({}, ...Object.values(consumers).map(({ dependencies }) => dependencies)),
  });
  for (const file of ["createHandlers.ts", "node.ts", "express.ts", "hono.ts", "fetch.ts"]) {
    await cp(join(root, "examples/servers/src", file), join(project.folder, file));
  }
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
  lite = await startLite({ databaseUrl: database.adminUrl });
  const { id } = await signUpUser(lite, agent);
  await database.sql`insert into users (id, branch_id) values (${id}, ${branch})`;
  const supabase = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error } = await supabase.auth.signInWithPassword(agent);
  if (error) throw error;
  service = (port) =>
    createCallService(supabase, {
      url: lite.url,
      apiKey: lite.publishableKey,
      callsUrl: `http://127.0.0.1:${port}/api/calls`,
    });
});
afterAll(async () => {
  await lite?.stop();
  await database?.drop();
  await project?.remove();
});

const readCalls = async () => {
  const rows = await database.sql<{ direction: string; status: string }[]>`
    select direction, status from whatsapp_calls order by created_at`;
  return rows.map((row) => ({ ...row }));
};

describe.each(Object.entries(consumers))("%s", (_, consumer) => {
  let simulator: Simulator;
  let server: StartedConsumer;
  let port: number;
  beforeAll(async () => {
    const [program, ...args] = consumer.version(project);
    console.log((await project.run(program, ...args)).output.trim().split("\n")[0]);
    await consumer.prepare?.(project);
    port = await findFreePort();
    simulator = await startSimulator({
      webhookUrl: `http://127.0.0.1:${port}/api/whatsapp-webhook`,
      businessPhone: business,
      signalMs: 5,
      ringMs: 20,
      talkMs: 50,
      retryScale: 0.001,
    });
    server = await startConsumer(consumer, project, port, {
      SUPABASE_URL: lite.url,
      DATABASE_URL: database.url,
      SUPABASE_SECRET_KEY: lite.secretKey,
      YCLOUD_API_KEY: simulator.apiKey,
      YCLOUD_API_BASE: simulator.url,
      YCLOUD_WEBHOOK_SECRET: simulator.webhookSecret ?? "",
    });
  });
  afterAll(async () => {
    await server?.stop();
    await simulator?.close();
    await forgetCalls(database.sql);
  });

  test("a call in each direction ends in the right status", async () => {
    const { call } = await service(port).initiateWhatsappCall({
      to: contact,
      inboxId: inbox.id,
      sdp: writeSdp("actpass"),
    });
    expect(call).toMatchObject({ direction: "saliente", status: "iniciando" });
    const outgoing = { direction: "saliente", status: "completada" };
    await vi.waitFor(async () => expect(await readCalls()).toEqual([outgoing]), 20_000);
    const ring = await fetch(`${simulator.url}/_sim/calls`, {
      method: "POST",
      body: JSON.stringify({ from: contact, to: business }),
    });
    expect(ring.ok).toBe(true);
    const ringing = { direction: "entrante", status: "iniciando" };
    await vi.waitFor(async () => expect(await readCalls()).toEqual([outgoing, ringing]), 20_000);
    const [{ id } = { id: "" }] = await database.sql<{ id: string }[]>`
      select id from whatsapp_calls where direction = 'entrante'`;
    const body = { sdp: writeSdp("active") };
    for (const step of ["claim", "pre-accept", "accept"] as const) {
      await service(port).api.send(`POST /{id}/${step}`, { id, body });
    }
    const answered = { direction: "entrante", status: "completada" };
    await vi.waitFor(async () => expect(await readCalls()).toEqual([outgoing, answered]), 20_000);
  });

  test("a forged webhook and a stranger's call are refused; a body that is not ASCII keeps its bytes", async () => {
    const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        body,
        headers,
      });
      return ((await answer.json()) as { code?: string }).code ?? answer.status;
    };
    const body = JSON.stringify({ ...ycloudEvent("completed"), note: "mañana 📞" });
    const signed = (secret: string) => signWebhook({ scheme: "ycloud", rawBody: body, secret });
    const webhook = "/api/whatsapp-webhook";
    expect(await post(webhook, body)).toBe("signature_missing");
    expect(await post(webhook, body, signed("another"))).toBe("signature_mismatch");
    expect(await post(webhook, body, signed(simulator.webhookSecret ?? ""))).toBe(200);
    expect(await post("/api/calls", "{}")).toBe("unauthorized");
  });
});
