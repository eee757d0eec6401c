import { createCallHandler } from "@skale-calls/core";
import {
  createSupabaseAuthenticator,
  createSupabaseCallStore,
} from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { createProvider } from "../_shared/createProvider.ts";
import { need } from "../_shared/environment.ts";
import { serve } from "../_shared/serve.ts";

serve((env) => {
  const supabase = createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return createCallHandler({
    store: createSupabaseCallStore({ client: supabase }),
    authenticate: createSupabaseAuthenticator({ client: supabase }),
    provider: createProvider(env, need("YCLOUD_API_KEY", env.ycloudKey)),
    allowedOrigins: env.ALLOWED_ORIGINS,
    ...(env.YCLOUD_WHATSAPP_FROM ? { from: env.YCLOUD_WHATSAPP_FROM } : {}),
    ...(env.DEFAULT_COUNTRY ? { defaultCountry: env.DEFAULT_COUNTRY } : {}),
  });
});
