import {
  type CallHandlerDeps,
  type CallsError,
  consoleLog,
  createCallHandler,
  createWebhookHandler,
  isCallsError,
  type WebhookHandlerDeps,
} from "@skale-calls/core";
import {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
} from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { createProvider } from "./createProvider.ts";
import { createSources } from "./createSources.ts";
import { type Environment, need, readEnvironment } from "./environment.ts";

/** Changes what was made of the environment. */
type Change<Deps> = (deps: Deps) => Deps;

/** The edge function `whatsapp-call`. */
export function serveWhatsappCall(change: Change<CallHandlerDeps> = (deps) => deps): void {
  serve((env) => {
    const client = connect(env);
    return createCallHandler(
      change({
        store: createSupabaseCallStore({ client }),
        authenticate: createSupabaseAuthenticator({ client }),
        provider: createProvider(env, need("YCLOUD_API_KEY", env.ycloudKey)),
        allowedOrigins: env.ALLOWED_ORIGINS,
        ...(env.YCLOUD_WHATSAPP_FROM ? { from: env.YCLOUD_WHATSAPP_FROM } : {}),
        ...(env.DEFAULT_COUNTRY ? { defaultCountry: env.DEFAULT_COUNTRY } : {}),
      }),
    );
  });
}

/** The edge function `whatsapp-call-webhook`. */
export function serveWhatsappCallWebhook(
  change: Change<WebhookHandlerDeps> = (deps) => deps,
): void {
  serve((env) =>
    createWebhookHandler(
      change({
        store: createSupabaseCallStore({ client: connect(env) }),
        sources: createSources(env),
        allowedOrigins: env.ALLOWED_ORIGINS,
        // Events are taken without the key too; only a hang-up that waits for one needs it.
        ...(env.ycloudKey ? { provider: createProvider(env, env.ycloudKey) } : {}),
      }),
    ),
  );
}

function connect(env: Environment) {
  return createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

type Handler = (request: Request) => Promise<Response>;

/**
 * Serves a handler made from the environment. An environment that is not complete does not crash the
 * function without a word: it is logged, and every request is told what is missing.
 */
function serve(wire: (env: Environment) => Handler): void {
  Deno.serve(wireOrExplain(wire));
}

function wireOrExplain(wire: (env: Environment) => Handler): Handler {
  try {
    return wire(readEnvironment(Deno.env.toObject()));
  } catch (error) {
    if (!isCallsError(error)) throw error;
    consoleLog.error(error.message, { code: error.code });
    return () => Promise.resolve(explain(error));
  }
}

function explain({ status, message, code }: CallsError): Response {
  return Response.json(
    { ok: false, error: message, code },
    { status, headers: { "Access-Control-Allow-Origin": "*" } },
  );
}
