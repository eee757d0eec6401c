import {
  type CallHandlerDeps,
  type CallProvider,
  type CallsError,
  createCallHandler,
  createHealthHandler,
  createMediaHandler,
  createWebhookHandler,
  isCallsError,
  type MediaHandlerDeps,
  type WebhookHandlerDeps,
} from "@skale-calls/core";
import { emit } from "@skale-calls/core/internal";
import {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
  createSupabaseMediaQueue,
  createSupabaseMediaStorage,
} from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { archiveLater } from "./archiveLater.ts";
import { createIceServers } from "./createIceServers.ts";
import { createProviders, missingKeyName } from "./createProviders.ts";
import { createSources } from "./createSources.ts";
import { type Environment, need, readEnvironment } from "./environment.ts";
import { keepAlive } from "./keepAlive.ts";

// An index.ts imports from here what it needs for its own sender, provider or rule, because it cannot import packages.
export * from "@skale-calls/core";
export {
  createMetaClient,
  createMetaProvider,
  isMetaError,
  MetaError,
} from "@skale-calls/meta-client";
export {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
  createSupabaseMediaQueue,
  createSupabaseMediaStorage,
} from "@skale-calls/supabase-adapter";
export {
  createTwilioClient,
  createTwilioProvider,
  createVoiceHandler,
  isTwilioError,
  TwilioError,
  twilioWebhooks,
  twiml,
} from "@skale-calls/twilio-client";
export {
  createYCloudClient,
  createYCloudProvider,
  isYCloudError,
  YCloudError,
} from "@skale-calls/ycloud-client";

/** All variables by name, as `Deno.env.toObject()` returns them. */
export type Variables = Readonly<Record<string, string | undefined>>;
export type Handler = (request: Request) => Promise<Response>;

/** The dependencies of `whatsapp-call`. The provider is missing when the environment lacks the standard provider's key. */
export type WhatsappCallDeps = Omit<CallHandlerDeps, "provider"> & { provider?: CallProvider };

/**
 * Creates the handler of the edge function `whatsapp-call`. An incomplete environment does not crash the function: the
 * function logs what is missing, and every response names it (500 `misconfigured`).
 *
 * @param change receives the dependencies from the environment, and returns the dependencies to use.
 * @example
 * Deno.serve(whatsappCall(Deno.env.toObject()));
 * @example
 * Deno.serve(whatsappCall(Deno.env.toObject(), (deps) => ({ ...deps, provider: myProvider })));
 */
export function whatsappCall(
  variables: Variables,
  change: (deps: WhatsappCallDeps) => WhatsappCallDeps = (deps) => deps,
): Handler {
  return wireOrExplain(variables, (env) => {
    const client = connect(env);
    const { provider, ...deps } = change({
      store: createSupabaseCallStore({ client }),
      authenticate: createSupabaseAuthenticator({ client }),
      iceServers: createIceServers(env),
      ...createProviders(env),
      media: wireMedia(env, client),
      allowedOrigins: env.ALLOWED_ORIGINS,
      permissionPolicy: env.CALL_PERMISSION_POLICY,
      mayManage: ({ userId }) =>
        env.CALL_MANAGERS.some((manager) => manager === "*" || manager === userId),
      waitUntil: keepAlive,
      ...withVersion,
      ...(env.from ? { from: env.from } : {}),
      ...(env.DEFAULT_COUNTRY ? { defaultCountry: env.DEFAULT_COUNTRY } : {}),
    });
    return createCallHandler({
      ...(deps.media ? archiveLater(deps.media, { ...deps, provider }) : {}),
      ...deps,
      provider: need(missingKeyName(env), provider),
    });
  });
}

/**
 * Creates the handler of the edge function `whatsapp-call-webhook`. The first source that recognises a request verifies it,
 * and the token's source recognises every request without a signature. So put your own source before the environment's
 * sources.
 *
 * @param change receives the dependencies from the environment, and returns the dependencies to use.
 * @example
 * Deno.serve(
 *   whatsappCallWebhook(Deno.env.toObject(), (deps) => ({ ...deps, sources: [mySource, ...deps.sources] })),
 * );
 */
export function whatsappCallWebhook(
  variables: Variables,
  change: (deps: WebhookHandlerDeps) => WebhookHandlerDeps = (deps) => deps,
): Handler {
  return wireOrExplain(variables, (env) => {
    const client = connect(env);
    // Events need no provider. Only a hang-up that waits for an event, a recording and a transcript need one.
    const deps = change({
      store: createSupabaseCallStore({ client }),
      sources: createSources(env),
      allowedOrigins: env.ALLOWED_ORIGINS,
      ...createProviders(env),
    });
    return withHealth(
      createWebhookHandler({ ...archiveLater(wireMedia(env, client), deps), ...deps }),
      deps,
    );
  });
}

/** The dependencies of `whatsapp-call-media`. The provider is missing when the environment lacks the standard provider's key. */
export type WhatsappCallMediaDeps = Omit<MediaHandlerDeps, "provider"> & {
  provider?: MediaHandlerDeps["provider"];
};

/**
 * Creates the handler of the edge function `whatsapp-call-media`, which stores recordings and transcripts that are due, and
 * deletes those whose retention period is over. A scheduler calls it with the project's secret key.
 *
 * @param change receives the dependencies from the environment, and returns the dependencies to use.
 * @example
 * Deno.serve(whatsappCallMedia(Deno.env.toObject()));
 */
export function whatsappCallMedia(
  variables: Variables,
  change: (deps: WhatsappCallMediaDeps) => WhatsappCallMediaDeps = (deps) => deps,
): Handler {
  return wireOrExplain(variables, (env) => {
    const client = connect(env);
    const { provider, ...deps } = change({
      ...wireMedia(env, client),
      ...createProviders(env),
      keys: env.secretKeys,
    });
    return withHealth(
      createMediaHandler({ ...deps, provider: need(missingKeyName(env), provider) }),
      {
        store: createSupabaseCallStore({ client }),
        ...(deps.onEvent && { onEvent: deps.onEvent }),
      },
    );
  });
}

/** The version of the package, which the bundle's build sets. */
declare const SKALE_CALLS_VERSION: string | undefined;
const withVersion =
  typeof SKALE_CALLS_VERSION === "undefined" ? {} : { version: SKALE_CALLS_VERSION };

/** Adds `GET /health` to a handler that serves one address. */
function withHealth(
  handler: Handler,
  { store, onEvent }: Pick<CallHandlerDeps, "store" | "onEvent">,
): Handler {
  const health = createHealthHandler({ store, ...withVersion, ...(onEvent && { onEvent }) });
  return (request) =>
    new URL(request.url).pathname.endsWith("/health") ? health(request) : handler(request);
}

function wireMedia(env: Environment, client: ReturnType<typeof connect>) {
  return {
    queue: createSupabaseMediaQueue({ client }),
    storage: createSupabaseMediaStorage({ url: env.SUPABASE_URL, key: env.supabaseKey }),
  };
}

function connect(env: Environment) {
  return createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

function wireOrExplain(variables: Variables, wire: (env: Environment) => Handler): Handler {
  try {
    return wire(readEnvironment(variables));
  } catch (error) {
    if (!isCallsError(error)) throw error;
    emit({}, { kind: "problem", level: "error", problem: "misconfigured", reason: error.message });
    return (request) => Promise.resolve(explain(error, request));
  }
}

/** Responds to pages of every origin, and to CORS preflights, so that a page can show the message. */
function explain({ status, message, code }: CallsError, { method, headers }: Request): Response {
  const cors = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": headers.get("access-control-request-headers") ?? "*",
  };
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: cors });
  return Response.json({ ok: false, error: message, code }, { status, headers: cors });
}
