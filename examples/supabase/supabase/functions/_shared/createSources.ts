import { flatWebhooks, metaWebhooks, type WebhookSource, ycloudWebhooks } from "@skale-calls/core";
import { twilioWebhooks } from "@skale-calls/twilio-client";
import type { Environment } from "./environment.ts";

/** Creates the sources whose keys are in the environment. Without a source, every webhook is refused. */
export function createSources(env: Environment): WebhookSource[] {
  const { YCLOUD_WEBHOOK_SECRET, META_APP_SECRET, META_VERIFY_TOKEN, YCLOUD_WEBHOOK_TOKEN } = env;
  const { TWILIO_AUTH_TOKEN: authTokens, webhookUrls: url } = env;
  return [
    ...(YCLOUD_WEBHOOK_SECRET.length > 0
      ? [ycloudWebhooks({ secrets: YCLOUD_WEBHOOK_SECRET })]
      : []),
    ...(META_APP_SECRET.length > 0 || META_VERIFY_TOKEN
      ? [
          metaWebhooks({
            secrets: META_APP_SECRET,
            ...(META_VERIFY_TOKEN ? { verifyToken: META_VERIFY_TOKEN } : {}),
          }),
        ]
      : []),
    ...(authTokens.length > 0 ? [twilioWebhooks({ authTokens, url })] : []),
    ...(YCLOUD_WEBHOOK_TOKEN ? [flatWebhooks({ token: YCLOUD_WEBHOOK_TOKEN })] : []),
  ];
}
