import { createWebhookHandler, flatWebhooks, ycloudWebhooks } from "@skale-calls/core";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { createProvider } from "../_shared/createProvider.ts";
import { serve } from "../_shared/serve.ts";

serve((env) => {
  const supabase = createClient(env.SUPABASE_URL, env.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return createWebhookHandler({
    store: createSupabaseCallStore({ client: supabase }),
    sources: [
      ...(env.YCLOUD_WEBHOOK_SECRET.length > 0
        ? [ycloudWebhooks({ secrets: env.YCLOUD_WEBHOOK_SECRET })]
        : []),
      ...(env.YCLOUD_WEBHOOK_TOKEN ? [flatWebhooks({ token: env.YCLOUD_WEBHOOK_TOKEN })] : []),
    ],
    allowedOrigins: env.ALLOWED_ORIGINS,
    // Events are taken without the key too; only a hang-up that waits for one needs it.
    ...(env.ycloudKey ? { provider: createProvider(env, env.ycloudKey) } : {}),
  });
});
