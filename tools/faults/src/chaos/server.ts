import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import {
  createCallHandler,
  createWebhookHandler,
  type SweepOptions,
  ycloudWebhooks,
} from "@skale-calls/core";
import { createPostgresCallStore, postgresOptions } from "@skale-calls/supabase-adapter/postgres";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import postgres from "postgres";
import { shiftClock } from "./shiftClock.ts";

export interface ServerConfig {
  databaseUrl: string;
  applicationName: string;
  providerUrl: string;
  apiKey: string;
  webhookSecret: string;
  toleranceSeconds: number;
  agents: readonly string[];
  sweep: SweepOptions;
}

/** What the parent says to this process, and what this process answers. */
export type ServerOrder = { start: ServerConfig } | { clock: number } | { stop: true };
export type ServerReport = { url: string } | { stopped: readonly string[] };

const sweepEveryMs = 150;
const storeTimeoutMs = 2_000;
/** The time limit of a request to the provider. */
const providerTimeoutMs = 800;

/** One server of a deployment: the webhooks, the calls and the sweep, on one Postgres. */
async function start(config: ServerConfig): Promise<() => Promise<void>> {
  const sql = postgres(config.databaseUrl, {
    ...postgresOptions,
    max: 4,
    onnotice: () => {},
    connection: { application_name: config.applicationName },
  });
  const store = createPostgresCallStore({ sql, timeoutMs: storeTimeoutMs });
  const provider = createYCloudProvider({
    client: createYCloudClient({
      apiKey: config.apiKey,
      baseUrl: config.providerUrl,
      timeoutMs: providerTimeoutMs,
      retry: { delay: () => 20 },
    }),
  });
  const calls = createCallHandler({
    basePath: "/calls",
    store,
    provider,
    authenticate: async (token) => (config.agents.includes(token) ? token : null),
  });
  const webhooks = createWebhookHandler({
    store,
    provider,
    sources: [
      ycloudWebhooks({
        secrets: [config.webhookSecret],
        toleranceSeconds: config.toleranceSeconds,
      }),
    ],
  });
  const server = createServer(
    getRequestListener(
      (request) => (new URL(request.url).pathname === "/webhook" ? webhooks : calls)(request),
      { overrideGlobalObjects: false },
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  let sweeping: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping
      .then(() => store.sweepCalls(config.sweep))
      .catch((error: Error) => console.error("sweep:", error.message));
  }, sweepEveryMs);

  report({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return async () => {
    clearInterval(timer);
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeIdleConnections();
    });
    await sweeping;
    await sql.end({ timeout: 2 });
  };
}

function report(message: ServerReport): void {
  process.send?.(message);
}

let stop: Promise<() => Promise<void>> | undefined;
process.on("message", async (order: ServerOrder) => {
  if ("start" in order) stop = start(order.start);
  else if ("clock" in order) shiftClock(order.clock);
  else {
    await (await stop)?.();
    report({ stopped: process.getActiveResourcesInfo() });
    // The channel to the parent is the last handle: a process that stays has leaked another one.
    process.disconnect();
  }
});
// The parent is gone.
process.on("disconnect", () => setTimeout(() => process.exit(), 10_000).unref());
