import {
  type ClientOptions,
  type ClientSettings,
  clientShape,
  readClientOptions,
  secretSchema,
} from "@skale-calls/core/transport";
import * as z from "zod";

/** The account's auth token, or an API key with its secret, which can be withdrawn alone. */
export type TwilioCredentials =
  | { authToken: string; apiKey?: never; apiSecret?: never }
  | { apiKey: string; apiSecret: string; authToken?: never };

export type TwilioClientOptions = ClientOptions &
  TwilioCredentials & {
    /** The account's id, `AC...`. */
    accountSid: string;
    /** The region that processes the account's data, such as `ie1`. Default: Twilio's, which is `us1`. */
    region?: string;
    /** The edge location where requests enter Twilio's network, such as `dublin`. */
    edge?: string;
    /** Replaces Twilio's origin, for tests. The credentials are sent to this origin too. */
    baseUrl?: string;
  };

/** The options with their defaults. */
export interface TwilioSettings extends ClientSettings {
  accountSid: string;
  user: string;
  password: string;
}

const hostPart = z.string().regex(/^[a-z\d-]{1,40}$/, "must be a name such as ie1");

const schemaFor = (origin: string) =>
  z
    .strictObject({
      ...clientShape(origin),
      accountSid: z.string().regex(/^AC[\da-f]{32}$/i, "must be AC and 32 hex digits"),
      authToken: secretSchema.optional(),
      apiKey: secretSchema.optional(),
      apiSecret: secretSchema.optional(),
      region: hostPart.optional(),
      edge: hostPart.optional(),
    })
    .transform(({ authToken, apiKey, apiSecret, region: _, edge: __, ...settings }, context) => {
      const { accountSid } = settings;
      if (authToken !== undefined && apiKey === undefined && apiSecret === undefined) {
        return { ...settings, user: accountSid, password: authToken };
      }
      if (authToken === undefined && apiKey !== undefined && apiSecret !== undefined) {
        return { ...settings, user: apiKey, password: apiSecret };
      }
      const message = "give the auth token, or an API key and its secret";
      context.addIssue({ code: "custom", path: ["authToken"], message });
      return z.NEVER;
    });

/** The host is that of Twilio's own SDKs. An edge without a region belongs to Twilio's first region. */
function originOf({ region, edge }: Pick<TwilioClientOptions, "region" | "edge">): string {
  const parts = ["api", edge, region ?? (edge && "us1"), "twilio.com"];
  return `https://${parts.filter(Boolean).join(".")}`;
}

/** @throws {CallsError} `misconfigured`. The message names the option, never its value. */
export function readTwilioOptions(options: TwilioClientOptions): TwilioSettings {
  return readClientOptions("Twilio", schemaFor(originOf(options)), options);
}
