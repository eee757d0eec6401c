import { announcementLanguages, CallsError, isCallsError, normalizePhone } from "@skale-calls/core";
import { readOrigin } from "@skale-calls/core/internal";
import * as z from "zod";
import { iceAddress, iceServer } from "./iceServerSchema.ts";

/**
 * A variable. An empty value is the same as none, as in the dashboard's form for secrets. White space around a value is
 * removed, because it often comes from copying.
 */
const text = z.preprocess(
  (value) => (typeof value === "string" ? value.trim() || undefined : value),
  z.string().optional(),
);
/** A key or a token. White space inside it is a mistake from copying. */
const key = text.refine((value) => value === undefined || !/\s/.test(value), {
  error: "has a space or a line break in it",
});
/** The value of a header. It may contain a space, as in `Bearer ...`, but no line break. */
const headerValue = text.refine((value) => value === undefined || !/[\r\n]/.test(value), {
  error: "has a line break in it",
});
const list = text.transform((value) =>
  (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);
const keys = list.refine((items) => items.every((item) => !/\s/.test(item)), {
  error: "has a space or a line break in it; several are separated by commas",
});
/** The ids of agents, or `*` for every agent. */
const agents = list
  .transform((items) => items.map((item) => item.toLowerCase()))
  .pipe(
    z.array(
      z.union([z.literal("*"), z.guid()], {
        error: "must be the ids of agents in auth.users, separated by commas, or *",
      }),
    ),
  );
/** A list of origins. `*` means every origin, for which the handlers expect an empty list. */
const origins = list.transform((items, context) =>
  (items.includes("*") ? [] : items).map((item) => {
    try {
      return readOrigin(item);
    } catch (error) {
      if (!isCallsError(error)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return item;
    }
  }),
);
const template = text.refine(
  (value) => value === undefined || /^[a-z0-9_]{1,512}(?:: ?[A-Za-z_]{2,15})?$/.test(value),
  { error: "must be the name of a template, or name:language, such as call_permission:es_MX" },
);
const country = text.refine((value) => value === undefined || isCountry(value), {
  error: "must be the two letters of a country, such as MX",
});
const phone = text.transform((value, context) => {
  if (!value?.startsWith("+")) return value;
  try {
    return normalizePhone(value, { known: true });
  } catch (error) {
    if (!isCallsError(error)) throw error;
    context.addIssue({ code: "custom", message: `is no phone number: ${error.message}` });
    return value;
  }
});

const addresses = list.pipe(z.array(iceAddress));
const seconds = text.pipe(
  z.coerce
    .number<string | undefined>({ error: "must be a whole number of seconds, at least 60" })
    .int({ error: "must be a whole number of seconds" })
    .min(60, { error: "must be at least 60" })
    .default(3600),
);
const iceServers = text
  .transform((value, context) => {
    const servers = value === undefined ? [] : parseJson(value);
    if (Array.isArray(servers)) return servers as unknown[];
    const message = 'is not a JSON list such as [{"urls":"stun:stun.example.com"}]';
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .pipe(z.array(iceServer, { error: "has an entry that is not a server with urls" }));

/** Every variable that the functions read: the names of the integration guide, and Supabase's old and new names. */
const variables = z.object({
  SUPABASE_URL: text.pipe(z.url()),
  /** Supabase's newer form: a JSON object of keys by name. The key `default` is used. */
  SUPABASE_SECRET_KEYS: z.string().optional(),
  SUPABASE_SECRET_KEY: key,
  SUPABASE_SERVICE_ROLE_KEY: key,
  YCLOUD_API_BASE: text.pipe(z.url().default("https://api.ycloud.com")),
  YCLOUD_AUTH_HEADER: key.pipe(z.string().default("X-API-Key")),
  YCLOUD_AUTH_VALUE: headerValue,
  YCLOUD_API_KEY: key,
  YCLOUD_WHATSAPP_FROM: phone,
  YCLOUD_CALL_PATH: text.pipe(z.string().startsWith("/").default("/v2/whatsapp/calls")),
  YCLOUD_WEBHOOK_SECRET: keys,
  YCLOUD_WEBHOOK_TOKEN: key,
  META_ACCESS_TOKEN: key,
  /** The ids of the WhatsApp business accounts, separated by commas. */
  META_WABA_ID: keys,
  META_GRAPH_VERSION: text.refine((value) => value === undefined || /^v\d+\.\d+$/.test(value), {
    error: "must be a version of the Graph API, such as v25.0",
  }),
  META_API_BASE: text.pipe(z.url().default("https://graph.facebook.com")),
  META_APP_SECRET: keys,
  META_VERIFY_TOKEN: text,
  /** With a purpose, WhatsApp records and transcribes every call, and announces it in the language. */
  META_RECORDING_PURPOSE: text.pipe(
    z.string().max(250, { error: "must have at most 250 characters" }).optional(),
  ),
  META_RECORDING_LANGUAGE: text.pipe(
    z
      .enum(announcementLanguages, { error: "must be a language of WhatsApp's announcement" })
      .default("es"),
  ),
  TWILIO_ACCOUNT_SID: key,
  /** The auth tokens: a second one while it replaces the first. Requests to Twilio use the first. */
  TWILIO_AUTH_TOKEN: keys,
  /** Where agents talk, with `{agent}` for the user's id, such as `client:{agent}`. */
  TWILIO_AGENT: key,
  /** The addresses that are entered at Twilio, which signs them. Status callbacks go to the first. */
  TWILIO_WEBHOOK_URL: list.pipe(
    z.array(
      z.url({
        protocol: /^https?$/,
        error:
          "must be an address such as https://example.com/webhook, or several separated by commas",
      }),
    ),
  ),
  TWILIO_API_BASE: text.pipe(z.url().default("https://api.twilio.com")),
  /** Serves the inboxes that name no provider. */
  CALL_PROVIDER: text.pipe(
    z
      .enum(["ycloud", "meta", "twilio"], { error: "must be ycloud, meta or twilio" })
      .default("ycloud"),
  ),
  /** The number to call from if the inbox has none. `YCLOUD_WHATSAPP_FROM` is the guide's name. */
  CALL_FROM: phone,
  CALL_PERMISSION_TEMPLATE: template,
  CALL_PERMISSION_POLICY: text.pipe(
    z.enum(["strict", "provider"], { error: "must be strict or provider" }).default("provider"),
  ),
  CALL_MANAGERS: agents,
  TURN_URLS: addresses,
  TURN_SECRET: key,
  TURN_SECONDS: seconds,
  ICE_SERVERS: iceServers,
  ALLOWED_ORIGINS: origins,
  DEFAULT_COUNTRY: country,
});

const schema = variables.transform((env, context) => {
  const named = readNamedKey(env.SUPABASE_SECRET_KEYS);
  const supabaseKey = named.key ?? env.SUPABASE_SECRET_KEY ?? env.SUPABASE_SERVICE_ROLE_KEY;
  if (!supabaseKey) {
    const issue = named.problem
      ? { path: ["SUPABASE_SECRET_KEYS"], message: named.problem }
      : { path: ["SUPABASE_SERVICE_ROLE_KEY"], message: "is not set" };
    context.addIssue({ code: "custom", ...issue });
  }
  const [
    webhookUrl = `${env.SUPABASE_URL}/functions/v1/whatsapp-call-webhook`,
    ...otherWebhookUrls
  ] = env.TWILIO_WEBHOOK_URL;
  return {
    ...env,
    supabaseKey: supabaseKey ?? "",
    /** The keys with which a scheduler may call a function: all that the project has. */
    secretKeys: [named.key, env.SUPABASE_SECRET_KEY, env.SUPABASE_SERVICE_ROLE_KEY].filter(
      (candidate) => candidate !== undefined,
    ),
    ycloudKey: env.YCLOUD_AUTH_VALUE ?? env.YCLOUD_API_KEY,
    from: env.CALL_FROM ?? env.YCLOUD_WHATSAPP_FROM,
    /** Where Twilio sends status callbacks. */
    webhookUrl,
    /** All addresses of ours that Twilio signs. */
    webhookUrls: [webhookUrl, ...otherWebhookUrls],
  };
});

export type Environment = z.output<typeof schema>;

/** The names of all variables. */
export const environmentNames: readonly string[] = Object.keys(variables.shape);

export interface EnvironmentProblem {
  /** The name of the variable. */
  name: string;
  /** Such as `is not set`; never a value. */
  message: string;
}

/** Reads and checks the environment. */
export function checkEnvironment(
  env: Record<string, string | undefined>,
): { env: Environment } | { problems: EnvironmentProblem[] } {
  const parsed = schema.safeParse(env);
  if (parsed.success) return { env: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => ({
      name: String(path[0]),
      message,
    })),
  };
}

/**
 * Reads and checks the environment, once at the start.
 *
 * @throws CallsError `misconfigured`; its message names every missing or malformed variable, but no value.
 */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const checked = checkEnvironment(env);
  if ("env" in checked) return checked.env;
  throw misconfigured(
    checked.problems.map(({ name, message }) => `${name}: ${message}`).join("; "),
  );
}

/** Returns a variable that only some functions need. For example, the webhook accepts events without the provider's key. */
export function need<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw misconfigured(`${name}: is not set`);
  return value;
}

function misconfigured(problems: string): CallsError {
  return new CallsError("misconfigured", { message: `Check the functions' secrets. ${problems}` });
}

function isCountry(code: string): boolean {
  try {
    normalizePhone("", { defaultCountry: code });
  } catch (error) {
    return isCallsError(error) && error.code !== "phone_country_unknown";
  }
  return true;
}

function readNamedKey(keys: string | undefined): { key?: string; problem?: string } {
  if (keys === undefined) return {};
  if (keys.trim() === "") return { problem: "is empty" };
  const named = parseJson(keys);
  if (typeof named !== "object" || named === null) {
    return { problem: 'is not JSON such as {"default":"sb_secret_..."}' };
  }
  const key = Object.hasOwn(named, "default") ? (named as { default: unknown }).default : undefined;
  if (typeof key !== "string" || key.trim() === "") {
    return { problem: 'has no key named "default", which the functions use' };
  }
  return /\s/.test(key.trim())
    ? { problem: 'has a space or a line break in the key named "default"' }
    : { key: key.trim() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports the error.
    return undefined;
  }
}
