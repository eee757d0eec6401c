import { createWebhookHandler } from "@skale-calls/core";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { serve } from "../_shared/serve.ts";

serve((env) => {
  const supabase = createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return createWebhookHandler({
    store: createSupabaseCallStore({ client: supabase }),
    secrets: env.YCLOUD_WEBHOOK_SECRET,
    allowedOrigins: env.ALLOWED_ORIGINS,
    ...(env.YCLOUD_WEBHOOK_TOKEN ? { token: env.YCLOUD_WEBHOOK_TOKEN } : {}),
  });
});
