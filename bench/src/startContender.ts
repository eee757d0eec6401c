import { fileURLToPath } from "node:url";
import {
  type Lite,
  startDenoFunction,
  startGateway,
  startLite,
  type TestDatabase,
} from "@skale-calls/testkit";
import { createBenchDatabase } from "./createBenchDatabase.ts";

const project = new URL("../../examples/supabase/supabase/", import.meta.url);
const path = "/functions/v1/whatsapp-call-webhook";

export const connections = 32;
export const secrets = { token: "bench-token", signing: "whsec_bench" } as const;

/** The modules that answer the webhooks, and their import maps. */
export const webhookFunctions = {
  guide: { entry: new URL("guideWebhook.ts", import.meta.url) },
  ours: {
    entry: new URL("functions/whatsapp-call-webhook/index.ts", project),
    importMap: new URL("functions/deno.dev.json", project),
  },
} as const satisfies Record<string, { entry: URL; importMap?: URL }>;
export type WebhookFunctionName = keyof typeof webhookFunctions;

export interface Contender {
  webhookUrl: string;
  /** The origin with the paths of a Supabase project. */
  url: string;
  lite: Lite;
  database: TestDatabase;
  stop(): Promise<void>;
}

/** Starts a new migrated database, Supabase on this database, and one Deno with the function, behind one origin. */
export async function startContender(
  cluster: string,
  name: WebhookFunctionName,
): Promise<Contender> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const database = await createBenchDatabase(cluster);
    stops.push(() => database.drop());
    const lite = await startLite({ databaseUrl: database.adminUrl, poolSize: connections });
    stops.push(() => lite.stop());
    const routes: Record<string, string> = { "/rest/v1": lite.url };
    const gateway = await startGateway({ routes });
    stops.push(() => gateway.stop());
    const { entry, importMap }: { entry: URL; importMap?: URL } = webhookFunctions[name];
    const deno = await startDenoFunction({
      entry: fileURLToPath(entry),
      ...(importMap ? { importMap: fileURLToPath(importMap) } : {}),
      env: {
        SUPABASE_URL: gateway.url,
        SUPABASE_SERVICE_ROLE_KEY: lite.secretKey,
        YCLOUD_WEBHOOK_SECRET: secrets.signing,
        YCLOUD_WEBHOOK_TOKEN: secrets.token,
      },
    });
    stops.push(() => deno.stop());
    routes[path] = deno.url;
    return {
      webhookUrl: `${gateway.url}${path}`,
      url: gateway.url,
      lite,
      database,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
