import { createAccessToken, createAppSecret } from "../lib/createIds.ts";

/** Meta's app and account. Every option has a default. */
export interface MetaOptions {
  /** The token that requests must have, as `Authorization: Bearer`. Default: a random token. */
  accessToken?: string;
  /** Default: `1029384756102938`. */
  appId?: string;
  /** Signs the webhooks. Default: a random secret. */
  appSecret?: string;
  /** The account of Meta's numbers. It must not be the id of YCloud's account. Default: `102290129340398`. */
  wabaId?: string;
}

export const defaultWabaId = "102290129340398";

export function resolveMetaOptions(options: MetaOptions = {}): Required<MetaOptions> {
  return {
    accessToken: options.accessToken ?? createAccessToken(),
    appId: options.appId ?? "1029384756102938",
    appSecret: options.appSecret ?? createAppSecret(),
    wabaId: options.wabaId ?? defaultWabaId,
  };
}
