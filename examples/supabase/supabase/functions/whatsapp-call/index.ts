import { createCallHandler } from "@skale-calls/core";
import {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
} from "@skale-calls/supabase-adapter";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import { createClient } from "@supabase/supabase-js";
import { need } from "../_shared/environment.ts";
import { serve } from "../_shared/serve.ts";

serve((env) => {
  const supabase = createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const ycloud = createYCloudClient({
    baseUrl: env.YCLOUD_API_BASE,
    authHeader: env.YCLOUD_AUTH_HEADER,
    apiKey: need("YCLOUD_API_KEY", env.ycloudKey),
  });
  return createCallHandler({
    store: createSupabaseCallStore({ client: supabase }),
    authenticate: createSupabaseAuthenticator({ client: supabase }),
    provider: createYCloudProvider({ client: ycloud, callPath: env.YCLOUD_CALL_PATH }),
    allowedOrigins: env.ALLOWED_ORIGINS,
    ...(env.YCLOUD_WHATSAPP_FROM ? { from: env.YCLOUD_WHATSAPP_FROM } : {}),
    ...(env.DEFAULT_COUNTRY ? { defaultCountry: env.DEFAULT_COUNTRY } : {}),
  });
});
