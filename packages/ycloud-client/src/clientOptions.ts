import {
  type ClientOptions,
  type ClientSettings,
  clientShape,
  readClientOptions,
  secretSchema,
} from "@skale-calls/core/transport";
import * as z from "zod";

export interface YCloudClientOptions extends ClientOptions {
  /** The value of the auth header, sent unchanged: YCloud's API key, without `Bearer`. */
  apiKey: string;
  /** The name of the auth header. Default `X-API-Key`. */
  authHeader?: string;
  /** YCloud's origin. Default `https://api.ycloud.com`; a trailing `/` or `/v2` is ignored. */
  baseUrl?: string;
}

/** The options with their defaults. */
export interface YCloudSettings extends ClientSettings {
  apiKey: string;
  authHeader: string;
}

const shape = clientShape("https://api.ycloud.com");
const schema = z.strictObject({
  ...shape,
  apiKey: secretSchema,
  authHeader: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, "must be a header name")
    .default("X-API-Key"),
  baseUrl: shape.baseUrl.transform((url) => url.replace(/\/v2$/, "").replace(/\/+$/, "")),
});

/** @throws {CallsError} `misconfigured`. The message names the option, never its value. */
export function readYCloudOptions(options: YCloudClientOptions): YCloudSettings {
  return readClientOptions("YCloud", schema, options);
}
