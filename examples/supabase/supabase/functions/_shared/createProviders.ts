import type { CallProvider } from "@skale-calls/core";
import { createMetaClient, createMetaProvider, type MetaClient } from "@skale-calls/meta-client";
import { createTwilioClient, createTwilioProvider } from "@skale-calls/twilio-client";
import {
  createYCloudClient,
  createYCloudProvider,
  type YCloudClient,
} from "@skale-calls/ycloud-client";
import type { Environment } from "./environment.ts";

type Create = (env: Environment) => CallProvider | undefined;

/** Each creates its provider, or nothing if the environment has no key of it. */
const creators: Readonly<Record<Environment["CALL_PROVIDER"], Create>> = {
  ycloud(env) {
    const client = ycloudClientOf(env);
    const { YCLOUD_CALL_PATH: callPath } = env;
    return client && createYCloudProvider({ client, callPath, ...permissionTemplateOf(env) });
  },
  meta(env) {
    const client = metaClientOf(env);
    if (!client) return undefined;
    const { META_RECORDING_PURPOSE: purpose, META_RECORDING_LANGUAGE: announcementLanguage } = env;
    const capture = purpose === undefined ? undefined : { purpose, announcementLanguage };
    return createMetaProvider({
      client,
      wabaIds: env.META_WABA_ID,
      ...(capture && { recording: capture, transcription: capture }),
      ...permissionTemplateOf(env),
    });
  },
  twilio(env) {
    const {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: [authToken],
      TWILIO_AGENT: agent,
    } = env;
    if (accountSid === undefined || authToken === undefined) return undefined;
    return createTwilioProvider({
      client: createTwilioClient({ baseUrl: env.TWILIO_API_BASE, accountSid, authToken }),
      webhookUrl: env.webhookUrl,
      ...(agent === undefined
        ? {}
        : { agent: ({ agentId = "" }) => agent.replaceAll("{agent}", agentId) }),
    });
  },
};

/** The client of YCloud; undefined without its key. */
export function ycloudClientOf(env: Environment): YCloudClient | undefined {
  const { ycloudKey: apiKey, YCLOUD_API_BASE: baseUrl, YCLOUD_AUTH_HEADER: authHeader } = env;
  return apiKey === undefined ? undefined : createYCloudClient({ baseUrl, authHeader, apiKey });
}

/** The client of Meta; undefined without its token. */
export function metaClientOf(env: Environment): MetaClient | undefined {
  const { META_ACCESS_TOKEN: accessToken, META_GRAPH_VERSION: version } = env;
  if (accessToken === undefined) return undefined;
  const [appSecret, nextSecret] = env.META_APP_SECRET;
  return createMetaClient({
    baseUrl: env.META_API_BASE,
    accessToken,
    ...(version === undefined ? {} : { version }),
    // While a new secret replaces an old one, Meta would refuse the proof of the other one.
    ...(appSecret === undefined || nextSecret !== undefined ? {} : { appSecret }),
  });
}

const permissionTemplateOf = ({ CALL_PERMISSION_TEMPLATE: permissionTemplate }: Environment) =>
  permissionTemplate === undefined ? {} : { permissionTemplate };

/** The variable of the standard provider's key that is missing. */
export function missingKeyName(env: Environment): string {
  switch (env.CALL_PROVIDER) {
    case "ycloud":
      return "YCLOUD_API_KEY";
    case "meta":
      return "META_ACCESS_TOKEN";
    case "twilio":
      return env.TWILIO_ACCOUNT_SID === undefined ? "TWILIO_ACCOUNT_SID" : "TWILIO_AUTH_TOKEN";
  }
}

/**
 * Creates every provider whose key is in the environment. `provider` is the one that `CALL_PROVIDER` names; it is missing if the
 * environment has no key of it.
 */
export function createProviders(env: Environment): {
  provider?: CallProvider;
  providers: CallProvider[];
} {
  const providers = Object.values(creators)
    .map((create) => create(env))
    .filter((provider) => provider !== undefined);
  const provider = providers.find(({ name }) => name === env.CALL_PROVIDER);
  return { ...(provider === undefined ? {} : { provider }), providers };
}
