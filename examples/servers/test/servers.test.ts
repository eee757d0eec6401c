import { getRequestListener } from "@hono/node-server";
import { contractWorld, signWebhook, ycloudFixtures } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { type CallService, createCallService } from "@skale-calls/supabase-adapter";
import {
  findFreePort,
  type Lite,
  startLite,
  type TestDatabase,
  writeSdp,
} from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import express from "express";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMigratedDatabase } from "../../../packages/supabase-adapter/test/applyMigrations.ts";
import { seedWorld } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { createHandlers } from "../src/createHandlers.ts";
import { type Sample, startNextRoutes, startProgram } from "./startSample.ts";

const [branchA] = contractWorld.branches;
const [{ id: inboxA }] = contractWorld.inboxes;
const metaSecret = "an app secret";
const metaVerifyToken = "as entered at Meta";
const flatToken = "a shared token";

let database: TestDatabase;
let lite: Lite;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
  lite = await startLite({ databaseUrl: database.adminUrl });
}, 60_000);
afterAll(async () => {
  await lite.stop();
  await database.drop();
});

const completeEnv = () => ({
  SUPABASE_URL: lite.url,
  SUPABASE_SECRET_KEY: lite.secretKey,
  YCLOUD_API_KEY: "a key",
  YCLOUD_WEBHOOK_SECRET: "whsec_test",
});

describe.each([
  [
    "Node over Postgres",
    (port: number, env: Record<string, string>) =>
      startProgram("node.ts", port, { ...env, DATABASE_URL: database.url }),
  ],
  ["Express", (port: number, env: Record<string, string>) => startProgram("express.ts", port, env)],
  ["Hono", (port: number, env: Record<string, string>) => startProgram("hono.ts", port, env)],
  ["Next.js routes", startNextRoutes],
] as const)("%s", (name, start) => {
  let simulator: Simulator;
  let sample: Sample;
  let service: CallService;
  let webhookUrl: string;

  beforeAll(async () => {
    const port = await findFreePort();
    webhookUrl = `http://127.0.0.1:${port}/api/whatsapp-webhook`;
    simulator = await startSimulator({
      webhookUrl,
      businessPhone: "+5215500000001",
      signalMs: 5,
      ringMs: 20,
      talkMs: 50,
      retryScale: 0.001,
    });
    sample = await start(port, {
      ...completeEnv(),
      YCLOUD_API_KEY: simulator.apiKey,
      YCLOUD_API_BASE: simulator.url,
      YCLOUD_WEBHOOK_SECRET: simulator.webhookSecret ?? "",
      META_APP_SECRET: metaSecret,
      META_VERIFY_TOKEN: metaVerifyToken,
      WEBHOOK_TOKEN: flatToken,
    });
    const supabase = createClient(lite.url, lite.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    const { data } = await supabase.auth.signUp({
      email: `agent@${name.toLowerCase().replace(/\W/g, "")}.example`,
      password: "a long password",
    });
    await database.sql`
      insert into users (id, branch_id) values (${data.user?.id ?? ""}, ${branchA})`;
    service = createCallService(supabase, {
      url: lite.url,
      apiKey: lite.publishableKey,
      callsUrl: `${sample.url}/api/calls`,
    });
  }, 60_000);
  afterAll(async () => {
    await sample.stop();
    await simulator.close();
  });

  const deliver = (body: string, headers: Record<string, string>) =>
    fetch(webhookUrl, { method: "POST", body, headers });
  const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code;

  test("a load balancer sees that the server reaches its database", async () => {
    const answer = await fetch(`${sample.url}/api/calls/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true, version: null }]);
  });

  test("a call is made, and the provider's webhooks end it", async () => {
    const { call } = await service.initiateWhatsappCall({
      to: "+525587654321",
      inboxId: inboxA,
      sdp: writeSdp("actpass"),
    });
    expect(call.status).toBe("iniciando");
    await vi.waitFor(
      async () => {
        const [row] = await database.sql`select status from whatsapp_calls where id = ${call.id}`;
        expect(row?.status).toBe("completada");
      },
      { timeout: 10_000 },
    );
  });

  test("each step of a call has a route, and the response to an unknown path names the base path", async () => {
    const ask = (path: string, init: RequestInit) => fetch(`${sample.url}/api/calls${path}`, init);
    const hangUp = await ask(`/${crypto.randomUUID()}/hangup`, { method: "POST" });
    expect([hangUp.status, await codeOf(hangUp)]).toEqual([401, "unauthorized"]);
    const recording = await ask(`/${crypto.randomUUID()}/recording`, { method: "GET" });
    expect([recording.status, await codeOf(recording)]).toEqual([401, "unauthorized"]);
    const nothing = await ask("/x/y", { method: "POST" });
    expect([nothing.status, await nothing.text()]).toEqual([
      404,
      expect.stringContaining("basePath is /api/calls"),
    ]);
    const preflight = await ask("", {
      method: "OPTIONS",
      headers: { origin: "https://app.example" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("a signature is verified over the bytes that were sent", async () => {
    // A parser would not keep these spaces and escapes.
    const rawBody = JSON.stringify(ycloudFixtures.offer, null, 3).replaceAll("/", "\\/");
    const headers = {
      ...signWebhook({ scheme: "ycloud", rawBody, secret: simulator.webhookSecret ?? "" }),
      "content-type": "application/json",
    };
    expect((await deliver(rawBody, headers)).status).toBe(200);
    const other = await deliver(`${rawBody} `, headers);
    expect([other.status, await codeOf(other)]).toEqual([401, "signature_mismatch"]);
  });

  test("each sender is verified with its own key", async () => {
    const rawBody = JSON.stringify({ call_id: `flat-${name}`, event: "ringing" });
    const token = signWebhook({ scheme: "token", rawBody, secret: flatToken });
    expect((await deliver(rawBody, token)).status).toBe(200);
    const unsigned = await deliver(rawBody, {});
    expect([unsigned.status, await codeOf(unsigned)]).toEqual([401, "token_missing"]);

    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": metaVerifyToken,
      "hub.challenge": "1158201444",
    });
    const handshake = await fetch(`${webhookUrl}?${query}`);
    expect([handshake.status, await handshake.text()]).toEqual([200, "1158201444"]);
  });
});

test("Express: routes after the parser receive the parsed body", async () => {
  const sample = await startProgram("express.ts", await findFreePort(), completeEnv());
  const answer = await fetch(`${sample.url}/api/echo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{ "a": 1 }',
  });
  await sample.stop();
  expect(await answer.text()).toBe('{"a":1}');
});

test("Express: a parser before the webhooks does no harm if it keeps the bytes", async () => {
  const app = express();
  app.use(
    express.json({
      verify: (request, _response, bytes) => {
        Object.assign(request, { rawBody: bytes });
      },
    }),
  );
  const { webhooks } = createHandlers(completeEnv());
  app.all("/webhooks", getRequestListener(webhooks, { overrideGlobalObjects: false }));
  const port = await findFreePort();
  const server = app.listen(port, "127.0.0.1");
  const rawBody = JSON.stringify(ycloudFixtures.offer, null, 3);
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks`, {
    method: "POST",
    body: rawBody,
    headers: {
      ...signWebhook({ scheme: "ycloud", rawBody, secret: "whsec_test" }),
      "content-type": "application/json",
    },
  });
  server.close();
  expect(answer.status).toBe(200);
});

test("the error for a missing variable names it", async () => {
  await expect(startProgram("hono.ts", 0, { SUPABASE_URL: lite.url })).rejects.toThrow(
    "SUPABASE_SECRET_KEY is not set.",
  );
});
