import {
  type CallStore,
  createCallHandler,
  createWebhookHandler,
  flatWebhooks,
  metaWebhooks,
  ycloudWebhooks,
} from "@skale-calls/core";
import {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
} from "@skale-calls/supabase-adapter";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import { createClient } from "@supabase/supabase-js";

export type Handler = (request: Request) => Promise<Response>;

/**
 * SKALE Calls for a server of your own: two functions from `Request` to `Response`, which every sample of this folder
 * mounts.
 *
 * @param ownStore the store to use. Default: the one that sends its requests to Supabase's Data API.
 * @throws Error that names a missing variable.
 * @example
 * const { calls, webhooks } = createHandlers(process.env);
 */
export function createHandlers(
  env: Record<string, string | undefined>,
  ownStore?: CallStore,
): {
  /** Starts and controls calls. It needs the whole path of the request, including `/api/calls`. */
  calls: Handler;
  /** Receives webhooks. It needs the unchanged bytes of the body. */
  webhooks: Handler;
} {
  const need = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set.`);
    return value;
  };
  const supabase = createClient(need("SUPABASE_URL"), need("SUPABASE_SECRET_KEY"), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const store = ownStore ?? createSupabaseCallStore({ client: supabase });
  const provider = createYCloudProvider({
    client: createYCloudClient({
      apiKey: need("YCLOUD_API_KEY"),
      baseUrl: env.YCLOUD_API_BASE || "https://api.ycloud.com",
    }),
  });
  const meta = { secrets: [env.META_APP_SECRET ?? ""], verifyToken: env.META_VERIFY_TOKEN ?? "" };
  const allowedOrigins = env.ALLOWED_ORIGINS ? env.ALLOWED_ORIGINS.split(",") : [];
  return {
    calls: createCallHandler({
      basePath: "/api/calls",
      store,
      provider,
      authenticate: createSupabaseAuthenticator({ client: supabase }),
      allowedOrigins,
    }),
    webhooks: createWebhookHandler({
      store,
      provider,
      // The first source that recognises a request verifies it. Delete the senders that you do not use.
      sources: [
        ycloudWebhooks({ secrets: [need("YCLOUD_WEBHOOK_SECRET")] }),
        ...(env.META_APP_SECRET ? [metaWebhooks(meta)] : []),
        ...(env.WEBHOOK_TOKEN ? [flatWebhooks({ token: env.WEBHOOK_TOKEN })] : []),
      ],
      allowedOrigins,
    }),
  };
}
