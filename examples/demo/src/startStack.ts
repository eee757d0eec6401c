import { fileURLToPath } from "node:url";
import {
  type Provider,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@skale-calls/simulator";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import {
  type DenoFunction,
  type Gateway,
  type Lite,
  type LiteOptions,
  startDenoFunction,
  startGateway,
  startLite,
} from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";

export type { Provider } from "@skale-calls/simulator";

const functionsFolder = new URL("../../supabase/supabase/functions/", import.meta.url);
export const callFunction = "whatsapp-call";
export const webhookFunction = "whatsapp-call-webhook";
const mediaFunction = "whatsapp-call-media";

export interface StackOptions {
  lite?: LiteOptions;
  /** Prepares the database before anything is served. Leave it out if the database is prepared already. */
  prepare?: (lite: Lite) => Promise<void>;
  simulator?: SimulatorOptions;
  /** The providers of the functions. The first one serves the inboxes that name none. Default: YCloud. */
  providers?: readonly [Provider, ...Provider[]];
  /** The port of the gateway. Default: a free port. */
  port?: number;
  /** Milliseconds between two sweeps, and two runs of `whatsapp-call-media`; 0 turns them off. Default 15,000. */
  sweepEvery?: number;
  /** Serves all paths that do not belong to Supabase. */
  fallback?: (request: Request) => Response | Promise<Response>;
  /** Adds or replaces variables of the functions. */
  env?: Readonly<Record<string, string>>;
}

export interface Stack {
  /** The origin with the paths of a Supabase project: /auth/v1, /rest/v1, /storage/v1, /functions/v1. */
  url: string;
  webhookUrl: string;
  lite: Lite;
  simulator: Simulator;
  /** The secrets of YCloud's webhook: one for the signature, and a token for senders that do not sign. */
  webhookSecret: string;
  webhookToken: string;
  functions: Record<typeof callFunction | typeof webhookFunction, DenoFunction>;
  /** Starts another process of a function, for tests with several instances. */
  startFunction(name: string, env?: Readonly<Record<string, string>>): Promise<DenoFunction>;
  stop(): Promise<void>;
}

/**
 * Starts Supabase, the edge functions in real Deno, the simulated YCloud and Meta, and the sweep behind one origin, for the
 * demo and the end-to-end tests.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const lite = await startLite({ storage: true, ...options.lite });
    stops.push(() => lite.stop());
    await options.prepare?.(lite);

    const routes: Record<string, string> = {
      "/auth/v1": lite.url,
      "/rest/v1": lite.url,
      "/storage/v1": lite.url,
    };
    const gateway: Gateway = await startGateway({
      routes,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.fallback === undefined ? {} : { fallback: options.fallback }),
    });
    stops.push(() => gateway.stop());

    const webhookUrl = `${gateway.url}/functions/v1/${webhookFunction}`;
    const webhookToken = options.simulator?.webhookToken ?? crypto.randomUUID();
    const [standard, ...others] = options.providers ?? ["ycloud"];
    const simulator = await startSimulator({
      webhookUrl,
      provider: standard,
      ...options.simulator,
      webhookToken,
    });
    stops.push(() => simulator.close());
    const webhookSecret = simulator.webhookSecret ?? "";

    const startFunction: Stack["startFunction"] = async (name, env = {}) => {
      const started = await startDenoFunction({
        entry: fileURLToPath(new URL(`${name}/index.ts`, functionsFolder)),
        importMap: fileURLToPath(new URL("deno.dev.json", functionsFolder)),
        env: {
          SUPABASE_URL: gateway.url,
          SUPABASE_ANON_KEY: lite.publishableKey,
          SUPABASE_SERVICE_ROLE_KEY: lite.secretKey,
          CALL_PROVIDER: standard,
          CALL_FROM: simulator.businessPhone,
          ...Object.assign({}, ...[standard, ...others].map((name) => keysOf[name](simulator))),
          CALL_PERMISSION_TEMPLATE: "call_permission_request:es",
          CALL_MANAGERS: "*",
          YCLOUD_WEBHOOK_TOKEN: webhookToken,
          DEFAULT_COUNTRY: "MX",
          ...options.env,
          ...env,
        },
      });
      stops.push(() => started.stop());
      return started;
    };
    const [call, webhook] = await Promise.all([
      startFunction(callFunction),
      startFunction(webhookFunction),
    ]);
    routes[`/functions/v1/${callFunction}`] = call.url;
    routes[`/functions/v1/${webhookFunction}`] = webhook.url;

    if (options.sweepEvery !== 0) {
      const media = await startFunction(mediaFunction);
      routes[`/functions/v1/${mediaFunction}`] = media.url;
      stops.push(startSweep(lite, media.url, options.sweepEvery ?? 15_000));
    }
    return {
      url: gateway.url,
      webhookUrl,
      lite,
      simulator,
      webhookSecret,
      webhookToken,
      functions: { [callFunction]: call, [webhookFunction]: webhook },
      startFunction,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The token with which the functions confirm their address to Meta. */
const metaVerifyToken = "verify-token-of-the-stack";

/** The functions' variables of each provider. */
const keysOf: Record<Provider, (simulator: Simulator) => Record<string, string>> = {
  ycloud: ({ url, apiKey, webhookSecret = "" }) => ({
    YCLOUD_API_BASE: url,
    YCLOUD_API_KEY: apiKey,
    YCLOUD_CALL_PATH: "/v2/whatsapp/calls",
    YCLOUD_WEBHOOK_SECRET: webhookSecret,
  }),
  meta: ({ url, meta }) => ({
    META_API_BASE: url,
    META_ACCESS_TOKEN: meta.accessToken,
    META_APP_SECRET: meta.appSecret,
    META_WABA_ID: meta.wabaId,
    META_VERIFY_TOKEN: metaVerifyToken,
    META_RECORDING_PURPOSE: "Demo",
  }),
};

/** Runs the sweep and the storing of recordings repeatedly, as pg_cron does in a hosted project. */
function startSweep(lite: Lite, mediaUrl: string, every: number): () => Promise<void> {
  const client = createClient(lite.url, lite.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const store = createSupabaseCallStore({ client });
  let running: Promise<unknown> = Promise.resolve();
  async function archive(): Promise<void> {
    const answer = await fetch(mediaUrl, { method: "POST", headers: { apikey: lite.secretKey } });
    if (!answer.ok) throw new Error(await answer.text());
  }
  const timer = setInterval(() => {
    running = Promise.all([store.sweepCalls(), archive()]).catch((error: Error) =>
      console.error(`The sweep failed: ${error.message}`),
    );
  }, every);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
