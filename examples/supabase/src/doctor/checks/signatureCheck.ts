import { createHmac, randomUUID } from "node:crypto";
import type { Environment } from "../../../supabase/functions/_shared/environment.ts";
import { type Check, type DoctorContext, type Finding, fail, ok, webhookUrlOf } from "../check.ts";

/** A sender of webhooks: its secrets, and how it signs a harmless event. */
interface Sender {
  name: string;
  variable: string;
  secrets(env: Environment): readonly string[];
  body(): string;
  type: string;
  sign(body: string, secret: string, context: { url: string; now: Date }): Record<string, string>;
}

const hmac = (algorithm: "sha1" | "sha256", secret: string, text: string) =>
  createHmac(algorithm, secret).update(text);
const json = "application/json";

const senders: readonly Sender[] = [
  {
    name: "YCloud",
    variable: "YCLOUD_WEBHOOK_SECRET",
    secrets: (env) => env.YCLOUD_WEBHOOK_SECRET,
    body: () =>
      JSON.stringify({
        id: `doctor-${randomUUID()}`,
        type: "skale_calls.doctor",
        apiVersion: "v2",
        createTime: new Date().toISOString(),
      }),
    type: json,
    sign(body, secret, { now }) {
      const time = Math.floor(now.getTime() / 1000);
      const mac = hmac("sha256", secret, `${time}.${body}`).digest("hex");
      return { "YCloud-Signature": `t=${time},s=${mac}` };
    },
  },
  {
    name: "Meta",
    variable: "META_APP_SECRET",
    secrets: (env) => env.META_APP_SECRET,
    body: () =>
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [
          { id: "0", changes: [{ field: "skale_calls_doctor", value: { id: randomUUID() } }] },
        ],
      }),
    type: json,
    sign: (body, secret) => ({
      "X-Hub-Signature-256": `sha256=${hmac("sha256", secret, body).digest("hex")}`,
    }),
  },
  {
    name: "Twilio",
    variable: "TWILIO_AUTH_TOKEN",
    secrets: (env) => env.TWILIO_AUTH_TOKEN,
    body: () => new URLSearchParams({ SkaleCallsDoctor: randomUUID() }).toString(),
    type: "application/x-www-form-urlencoded",
    sign(body, secret, { url }) {
      const text = [...new URLSearchParams(body)]
        .map(([name, value]) => `${name}${value}`)
        .join("");
      return { "X-Twilio-Signature": hmac("sha1", secret, `${url}${text}`).digest("base64") };
    },
  },
  {
    name: "the token",
    variable: "YCLOUD_WEBHOOK_TOKEN",
    secrets: (env) => (env.YCLOUD_WEBHOOK_TOKEN ? [env.YCLOUD_WEBHOOK_TOKEN] : []),
    body: () => JSON.stringify({ event: "skale_calls_doctor", call_id: `doctor-${randomUUID()}` }),
    type: json,
    sign: (_, secret) => ({ "X-Webhook-Token": secret }),
  },
];

/**
 * Sends a harmless event with each secret, and one with a wrong secret. The ledger keeps the id of an accepted event; no call
 * changes.
 */
export const signatureCheck: Check = {
  name: "signatures",
  async run(context) {
    const used = senders.filter(({ secrets }) => secrets(context.env).length > 0);
    return (await Promise.all(used.map((sender) => checkSender(context, sender)))).flat();
  },
};

async function checkSender(context: DoctorContext, sender: Sender): Promise<Finding[]> {
  const { name, variable } = sender;
  const secrets = sender.secrets(context.env);
  const findings = await Promise.all(
    secrets.map(async (secret, index): Promise<Finding> => {
      const which = secrets.length > 1 ? `secret ${index + 1} of ${variable}` : variable;
      const { status, code } = await deliver(context, sender, secret);
      if (status === 200 || code === "webhook_call_id_missing") {
        return ok(`An event of ${name} signed with ${which} is accepted.`);
      }
      if (code === "timestamp_stale" || code === "timestamp_future") {
        return fail(
          "The clock of this machine is wrong, so the function refuses the signature. Set it by NTP.",
        );
      }
      if (status === 401) {
        return fail(
          `The deployed function refuses ${which} of this environment. Set the same value there: npx supabase secrets set --env-file supabase/functions/.env`,
        );
      }
      return fail(
        `The webhook function answered ${status}${code ? ` (${code})` : ""} to an event of ${name}. Look into its logs, and at the checks of the functions.`,
      );
    }),
  );
  const forged = await deliver(context, sender, `not-the-secret-${randomUUID()}`);
  if (forged.status >= 200 && forged.status < 300) {
    findings.push(
      fail(
        `The webhook function accepts an event of ${name} with a wrong signature: anybody can invent calls. Deploy the function of this package, and check the sources in its index.ts.`,
      ),
    );
  } else if (forged.status === 401) {
    findings.push(ok(`An event of ${name} with a wrong signature is refused.`));
  }
  return findings;
}

async function deliver(
  { fetch: send, now, env, ...context }: DoctorContext,
  sender: Sender,
  secret: string,
): Promise<{ status: number; code?: string }> {
  const body = sender.body();
  const headers = sender.sign(body, secret, { url: env.webhookUrl, now: now() });
  const response = await send(webhookUrlOf(context), {
    method: "POST",
    body,
    headers: { "content-type": sender.type, ...headers },
  });
  const answer = (await response.json().catch(() => null)) as { code?: unknown } | null;
  const code = answer?.code;
  return { status: response.status, ...(typeof code === "string" ? { code } : {}) };
}
