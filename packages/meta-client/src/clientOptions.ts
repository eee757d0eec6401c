import type { OnEvent } from "@skale-calls/core";
import {
  type ClientOptions,
  type ClientSettings,
  clientShape,
  readClientOptions,
  secretSchema,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { defaultGraphVersion } from "./graphVersions.ts";

export interface MetaClientOptions extends ClientOptions {
  /**
   * The access token of a system user, with the permissions `whatsapp_business_messaging` and
   * `whatsapp_business_management`.
   */
  accessToken: string;
  /** The app's secret. With it, every request has `appsecret_proof`, which Meta can demand of an app. */
  appSecret?: string;
  /** The version of the Graph API. Default: `v25.0`. A version that is about to expire is reported (`provider_version_outdated`). */
  version?: string;
  /** Meta's origin. Default: `https://graph.facebook.com`. */
  baseUrl?: string;
  /**
   * Further hosts from which media can be downloaded with the access token, such as `media.example.com`. Meta's own host
   * and the host of `baseUrl` need not be listed. The token is sent to no other host.
   */
  mediaHosts?: readonly string[];
  /** Receives the warning about the version. Default: the console. */
  onEvent?: OnEvent;
}

/** The options with their defaults. */
export interface MetaSettings extends ClientSettings {
  accessToken: string;
  appSecret?: string | undefined;
  version: string;
  mediaHosts: readonly string[];
  onEvent?: OnEvent | undefined;
}

const schema = z.strictObject({
  ...clientShape("https://graph.facebook.com"),
  accessToken: secretSchema,
  appSecret: secretSchema.optional(),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, "must be such as v25.0")
    .default(defaultGraphVersion),
  mediaHosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, "must be a host")).default([]),
  onEvent: z.custom<OnEvent>((value) => typeof value === "function").optional(),
});

/** @throws {CallsError} `misconfigured`. The message names the option, never its value. */
export function readMetaOptions(options: MetaClientOptions): MetaSettings {
  return readClientOptions("Meta", schema, options);
}
