import { createHmac } from "node:crypto";
import { arePhoneAliases, type CallProvider, isCallsError, maskPhone } from "@skale-calls/core";
import { callWebhookEvents } from "@skale-calls/ycloud-client";
import * as z from "zod";
import {
  createProviders,
  metaClientOf,
  ycloudClientOf,
} from "../../../supabase/functions/_shared/createProviders.ts";
import type { Environment } from "../../../supabase/functions/_shared/environment.ts";
import {
  type Check,
  type DoctorContext,
  type Finding,
  fail,
  ok,
  warn,
  webhookUrlOf,
} from "../check.ts";

export const ycloudCheck: Check = {
  name: "YCloud",
  async run(context) {
    const client = ycloudClientOf(context.env);
    if (!client) return [];
    let phones: string[];
    try {
      phones = (await client.phoneNumbers.list({ limit: 100 })).items.map(
        ({ phoneNumber }) => phoneNumber,
      );
    } catch (error) {
      return [refusal(error, "YCLOUD_API_KEY", "the key (YCloud console, Developers, API keys)")];
    }
    return [
      ok(`The key is valid; the account has ${phones.length} numbers.`),
      await checkYcloudEndpoint(context, client),
      ...(await checkNumbers(context, "ycloud", phones)),
    ];
  },
};

async function checkYcloudEndpoint(
  context: DoctorContext,
  client: NonNullable<ReturnType<typeof ycloudClientOf>>,
): Promise<Finding> {
  const url = webhookUrlOf(context);
  const { items } = await client.webhookEndpoints.list({ limit: 100 });
  const here = items.filter((endpoint) => sameAddress(endpoint.url, url));
  const [endpoint] = [...here].sort(
    (one, other) => Number(other.status === "active") - Number(one.status === "active"),
  );
  if (!endpoint) {
    return fail(
      `No webhook endpoint at YCloud has the address ${url}, so no event arrives. Register it: see step 3 of npx skale-calls-functions.`,
    );
  }
  if (endpoint.status !== undefined && endpoint.status !== "active") {
    return fail(
      `The webhook endpoint at YCloud is ${endpoint.status}. ${endpoint.status === "pending" ? "YCloud suspended it because it failed often: mend the failures, then set" : "Set"} it to active (YCloud console, Developers, Webhooks).`,
    );
  }
  const missing = callWebhookEvents.filter((name) => !endpoint.enabledEvents.includes(name));
  if (missing.length > 0) {
    return fail(
      `The webhook endpoint at YCloud lacks events: ${missing.join(", ")}. Add them to it.`,
    );
  }
  const { secret } = endpoint;
  if (secret !== undefined && !context.env.YCLOUD_WEBHOOK_SECRET.includes(secret)) {
    return fail(
      "YCLOUD_WEBHOOK_SECRET is not the secret of the webhook endpoint at YCloud. Copy the secret of the endpoint into it.",
    );
  }
  return ok(
    `The webhook endpoint is registered, active, and has all ${callWebhookEvents.length} events.`,
  );
}

const subscribedApps = z.object({
  data: z.array(
    z.looseObject({
      whatsapp_business_api_data: z.looseObject({ id: z.string() }).optional(),
      override_callback_uri: z.string().optional(),
    }),
  ),
});
type SubscribedApp = z.infer<typeof subscribedApps>["data"][number];
const subscriptions = z.object({
  data: z.array(
    z.looseObject({
      object: z.string(),
      callback_url: z.string().optional(),
      active: z.boolean().optional(),
      fields: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).optional(),
    }),
  ),
});
/** The fields of Meta's webhooks without which calls do not work. */
const metaFields = ["calls", "messages"];

export const metaCheck: Check = {
  name: "Meta",
  async run(context) {
    const { env } = context;
    const client = metaClientOf(env);
    if (!client) return [];
    if (env.META_WABA_ID.length === 0) {
      return [
        fail(
          "META_WABA_ID is not set. Set it to the id of the WhatsApp business account (Business settings, Accounts).",
        ),
      ];
    }
    const phones: string[] = [];
    try {
      for (const wabaId of env.META_WABA_ID) {
        for (const { displayPhoneNumber } of await client.phoneNumbers.list(wabaId)) {
          phones.push(`+${displayPhoneNumber.replace(/\D/g, "")}`);
        }
      }
    } catch (error) {
      return [
        refusal(
          error,
          "META_ACCESS_TOKEN",
          "the token of the system user (Business settings, System users)",
        ),
      ];
    }
    const endpoints = await Promise.all(
      env.META_WABA_ID.map((wabaId) => checkMetaSubscription(context, wabaId)),
    );
    return [
      ok(`The token is valid; ${env.META_WABA_ID.length} accounts have ${phones.length} numbers.`),
      ...endpoints,
      ...(await checkNumbers(context, "meta", phones)),
    ];
  },
};

/** Several apps can be subscribed, such as one of a partner. One that sends to the webhook function is enough. */
async function checkMetaSubscription(context: DoctorContext, wabaId: string): Promise<Finding> {
  const { env } = context;
  const found = await askMeta(context, `${wabaId}/subscribed_apps`, env.META_ACCESS_TOKEN ?? "");
  const apps = subscribedApps.safeParse(found);
  if (!apps.success)
    return warn(`Meta does not tell which apps are subscribed to the account ${wabaId}.`);
  if (apps.data.data.length === 0) {
    return fail(
      `No app is subscribed to the account ${wabaId}, so no event arrives. Send POST /${wabaId}/subscribed_apps with the access token.`,
    );
  }
  const hasOverride = (app: SubscribedApp) => Number(app.override_callback_uri !== undefined);
  // Whose an override to another address is, nobody tells: what is wrong with our own app comes first.
  const sorted = [...apps.data.data].sort((one, other) => hasOverride(one) - hasOverride(other));
  const findings = await Promise.all(sorted.map((app) => checkMetaApp(context, wabaId, app)));
  return (
    findings.find((finding) => finding?.state === "ok") ??
    findings.find((finding) => finding !== undefined) ??
    fail(
      `META_APP_SECRET is of none of the apps that are subscribed to the account ${wabaId}. Copy it again (App dashboard, Settings, Basic), or subscribe its app.`,
    )
  );
}

/** Returns undefined for an app that META_APP_SECRET does not open, such as one of a partner. */
async function checkMetaApp(
  context: DoctorContext,
  wabaId: string,
  app: SubscribedApp,
): Promise<Finding | undefined> {
  const url = webhookUrlOf(context);
  const { env } = context;
  if (app.override_callback_uri !== undefined) {
    return sameAddress(app.override_callback_uri, url)
      ? ok(`The account ${wabaId} sends its events to the webhook function.`)
      : fail(
          `The account ${wabaId} sends its events to another address. Subscribe it again with override_callback_uri ${url}.`,
        );
  }
  const id = app.whatsapp_business_api_data?.id;
  const [secret] = env.META_APP_SECRET;
  if (id === undefined || secret === undefined) {
    return warn(
      "Without META_APP_SECRET, the address of the app's webhooks cannot be read. Set it.",
    );
  }
  const told = subscriptions.safeParse(
    await askMeta(context, `${id}/subscriptions`, `${id}|${secret}`),
  );
  if (!told.success) return undefined;
  const webhook = told.data.data.find(({ object }) => object === "whatsapp_business_account");
  if (!webhook?.callback_url || !sameAddress(webhook.callback_url, url)) {
    return fail(
      `The app's webhook for whatsapp_business_account is not ${url}. Enter it at Meta (App dashboard, WhatsApp, Configuration), with META_VERIFY_TOKEN.`,
    );
  }
  const fields = (webhook.fields ?? []).map((field) =>
    typeof field === "string" ? field : field.name,
  );
  const missing = metaFields.filter((name) => !fields.includes(name));
  return missing.length > 0
    ? fail(
        `The app's webhook lacks the fields ${missing.join(" and ")}. Subscribe to them (App dashboard, WhatsApp, Configuration).`,
      )
    : ok(`The account ${wabaId} sends its events to the webhook function.`);
}

async function askMeta(
  { env, fetch: send }: DoctorContext,
  path: string,
  token: string,
): Promise<unknown> {
  const [secret, next] = env.META_APP_SECRET;
  const proof =
    secret === undefined || next !== undefined
      ? ""
      : `?appsecret_proof=${createHmac("sha256", secret).update(token).digest("hex")}`;
  const version = env.META_GRAPH_VERSION ?? "v25.0";
  const response = await send(`${env.META_API_BASE}/${version}/${path}${proof}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.json().catch(() => undefined);
}

export const twilioCheck: Check = {
  name: "Twilio",
  async run({ env, fetch: send }) {
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: tokens } = env;
    const [token] = tokens;
    if (sid === undefined || token === undefined) return [];
    const response = await send(`${env.TWILIO_API_BASE}/2010-04-01/Accounts/${sid}.json`, {
      headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
    });
    if (response.status === 401) {
      return [
        fail(
          "Twilio refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. Copy both again (Twilio console, Account info).",
        ),
      ];
    }
    const account = (await response.json().catch(() => null)) as { status?: unknown } | null;
    if (!response.ok || account?.status !== "active") {
      return [
        fail(
          `Twilio's account is not active (${String(account?.status ?? response.status)}). Look into the Twilio console.`,
        ),
      ];
    }
    return [
      ok("The account is active."),
      env.TWILIO_AGENT
        ? ok("Calls are connected to TWILIO_AGENT.")
        : warn(
            "TWILIO_AGENT is not set, so that agents cannot talk. Set it, such as client:{agent}.",
          ),
    ];
  },
};

/** Checks the numbers that calls are made from: that they are at the provider, and that calling is on. */
async function checkNumbers(
  { env, diagnosis }: DoctorContext,
  name: Environment["CALL_PROVIDER"],
  phones: readonly string[],
): Promise<Finding[]> {
  const provider = createProviders(env).providers.find((one) => one.name === name);
  if (!provider) return [];
  const inboxes = await diagnosis.then(({ inboxes: found = [] }) => found).catch(() => []);
  const wanted = [
    ...inboxes
      .filter((inbox) => (inbox.provider ?? env.CALL_PROVIDER) === name)
      .map(({ phone }) => phone),
    env.CALL_PROVIDER === name ? (env.from ?? null) : null,
  ].filter((phone) => phone?.trim().startsWith("+"));
  // Inboxes have numbers as people write them.
  const used = [...new Set(wanted.map((phone) => `+${phone?.replace(/\D/g, "")}`))];
  const at = (phone: string) => phones.some((known) => arePhoneAliases(known, phone));
  return [
    ...used
      .filter((phone) => !at(phone))
      .map((phone) =>
        warn(
          `The number ${maskPhone(phone)} of an inbox is not in the account of ${name}. Correct the inbox, or its provider.`,
        ),
      ),
    // Numbers that no inbox has are the account's own business.
    ...(await Promise.all(
      phones
        .filter((phone) => used.length === 0 || used.some((own) => arePhoneAliases(own, phone)))
        .map((phone) => checkNumber(provider, phone)),
    )),
  ];
}

async function checkNumber(provider: CallProvider, phone: string): Promise<Finding> {
  const shown = maskPhone(phone);
  try {
    const reading = await provider.readAccount?.(phone);
    const status = reading?.facts.calling_status;
    if (status === undefined)
      return warn(`The calling settings of ${shown} could not be read. Try again later.`);
    if (status !== "ENABLED") {
      return fail(
        `Calling is off for ${shown}. Turn it on at the provider (settings of the number, Calling).`,
      );
    }
    const restrictions = reading?.facts.restrictions ?? [];
    return restrictions.length > 0
      ? warn(
          `WhatsApp restricts ${shown}: ${restrictions.map(({ type }) => type).join(", ")}. See WhatsApp's mail to the account.`,
        )
      : ok(`Calling is on for ${shown}.`);
  } catch (error) {
    return fail(
      `The calling settings of ${shown} could not be read (${isCallsError(error) ? error.code : "internal"}). Check the permissions of the key.`,
    );
  }
}

function refusal(error: unknown, variable: string, where: string): Finding {
  const code = isCallsError(error) ? error.code : "internal";
  return code === "provider_auth"
    ? fail(`${variable} is refused. Copy ${where} again.`)
    : fail(
        `The provider does not answer as expected (${code}). Try again, and check its status page.`,
      );
}

/** Addresses are the same with and without a slash at the end. */
const sameAddress = (one: string, other: string) => tidy(one) === tidy(other);
const tidy = (url: string) => url.replace(/\?.*$/, "").replace(/\/+$/, "");
