import { join } from "node:path";
import { callWebhookEvents } from "@skale-calls/ycloud-client";
import { type CopiedPart, functionNames } from "./copyFunctions.ts";

const deploy = `npx supabase functions deploy ${functionNames.join(" ")}`;
const address = "https://YOUR-PROJECT-REF.supabase.co/functions/v1";

/** The next steps after a run. For new functions: all steps up to the first call. */
export function nextSteps(parts: readonly CopiedPart[], dir: string): string {
  const states = new Set(parts.map(({ state }) => state));
  if (states.has("new")) return stepsToFirstCall(dir);
  return states.has("updated")
    ? `\nNext: ${deploy}`
    : "Nothing to do: everything is present in this version.";
}

function stepsToFirstCall(dir: string): string {
  const secrets = join(dir, "functions/.env");
  const setSecrets = `npx supabase secrets set --env-file ${secrets}`;
  return `
Next, in a project that is linked (npx supabase link):

  1. Secrets. Write them into ${secrets}, which must not be committed, and set them:
       YCLOUD_API_KEY=YOUR-YCLOUD-KEY
       ALLOWED_ORIGINS=http://localhost:5173,https://your-app.example
     ${setSecrets}

  2. Deploy.
     ${deploy}
     This request now answers "code":"webhook_not_configured". If it answers "misconfigured", it names what is missing:
     curl -X POST ${address}/whatsapp-call-webhook

  3. The webhook. Register it at YCloud:
     curl https://api.ycloud.com/v2/webhookEndpoints -H "X-API-Key: YOUR-YCLOUD-KEY" -H "Content-Type: application/json" -d '{
       "url": "${address}/whatsapp-call-webhook", "status": "active",
       "enabledEvents": [${callWebhookEvents.map((name) => `"${name}"`).join(", ")}] }'
     Write the answer's "secret" into ${secrets} as YCLOUD_WEBHOOK_SECRET, and set the secrets again:
     ${setSecrets}

  4. The first call. Call your business number from a phone: the call appears in the table whatsapp_calls.
     Agents dial and answer with @skale-calls/softphone.

  If something does not work: npx skale-calls-doctor checks the deployment, and says what to do.`;
}
