import { CallsError } from "@skale-calls/core";
import * as z from "zod";

/** Unset and empty are the same, as in the dashboard's secrets form. */
const text = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());
const list = text.transform((value) =>
  (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);
const country = z.string().regex(/^[A-Za-z]{2}$/, "must be two letters, such as MX");

/** Every variable that the functions read, under the guide's names and Supabase's old and new ones. */
const schema = z
  .object({
    SUPABASE_URL: z.url(),
    /** Of the newer keys Supabase sets JSON objects by name; the default one is taken. */
    SUPABASE_SECRET_KEYS: text,
    SUPABASE_SECRET_KEY: text,
    SUPABASE_SERVICE_ROLE_KEY: text,
    YCLOUD_API_BASE: text.pipe(z.url().default("https://api.ycloud.com")),
    YCLOUD_AUTH_HEADER: text.pipe(z.string().default("X-API-Key")),
    YCLOUD_AUTH_VALUE: text,
    YCLOUD_API_KEY: text,
    YCLOUD_WHATSAPP_FROM: text,
    YCLOUD_CALL_PATH: text.pipe(z.string().startsWith("/").default("/v2/whatsapp/calls")),
    YCLOUD_WEBHOOK_SECRET: list,
    YCLOUD_WEBHOOK_TOKEN: text,
    ALLOWED_ORIGINS: list,
    DEFAULT_COUNTRY: text.pipe(country.optional()),
  })
  .transform((env, context) => {
    const supabaseKey =
      readKey(env.SUPABASE_SECRET_KEYS) ?? env.SUPABASE_SECRET_KEY ?? env.SUPABASE_SERVICE_ROLE_KEY;
    if (!supabaseKey) {
      context.addIssue({
        code: "custom",
        path: ["SUPABASE_SERVICE_ROLE_KEY"],
        message: "is not set",
      });
    }
    return {
      ...env,
      supabaseKey: supabaseKey ?? "",
      ycloudKey: env.YCLOUD_AUTH_VALUE ?? env.YCLOUD_API_KEY,
    };
  });

export type Environment = z.output<typeof schema>;

/**
 * Reads and checks the environment, once at the start.
 *
 * @throws CallsError `misconfigured`; its message names every variable that is missing or malformed, and no value.
 */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  throw misconfigured(
    parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  );
}

/** A variable that only some functions need: the webhook takes events without the provider's key. */
export function need(name: string, value: string | undefined): string {
  if (value === undefined) throw misconfigured(`${name}: is not set`);
  return value;
}

function misconfigured(problems: string): CallsError {
  return new CallsError("misconfigured", { message: `Check the functions' secrets. ${problems}` });
}

function readKey(keys: string | undefined): string | undefined {
  if (keys === undefined) return undefined;
  try {
    const named: unknown = JSON.parse(keys);
    const found = z.object({ default: z.string() }).safeParse(named);
    return found.success ? found.data.default : undefined;
  } catch {
    return undefined;
  }
}
