import { hmacSha256Hex } from "@skale-calls/core/internal";
import { createTransport, type Transport } from "@skale-calls/core/transport";
import type { MetaSettings } from "./clientOptions.ts";
import { MetaError } from "./metaError.ts";
import { readRefusal, readRequestId } from "./readRefusal.ts";
import { type MetaUsage, readUsage } from "./readUsage.ts";

/** Sends requests to the Graph API. Every failure is thrown as a `MetaError`. */
export interface MetaTransport extends Transport<MetaUsage> {
  /** True for the hosts that may get the access token. */
  trusts(url: string): boolean;
}

/** The host from which Meta's webhooks and media look-ups let media be downloaded. */
const metaMediaHost = "lookaside.fbsbx.com";

export function createMetaTransport(settings: MetaSettings): MetaTransport {
  const { accessToken, appSecret, baseUrl, version, mediaHosts } = settings;
  const authorization = { authorization: `Bearer ${accessToken}` };
  const proof = appSecret === undefined ? undefined : hmacSha256Hex(appSecret, accessToken);
  const ownOrigin = new URL(baseUrl).origin;

  function trusts(url: string): boolean {
    const target = URL.parse(url);
    if (target === null) return false;
    if (target.origin === ownOrigin) return true;
    return target.protocol === "https:" && [metaMediaHost, ...mediaHosts].includes(target.host);
  }

  const transport = createTransport({
    settings: { ...settings, baseUrl: `${baseUrl}/${version}` },
    headersFor: (url): Record<string, string> => (trusts(url) ? authorization : {}),
    ...(proof === undefined ? {} : { query: { appsecret_proof: proof } }),
    secrets: [accessToken, appSecret, proof].filter((secret) => secret !== undefined),
    createError: (code, outcome, facts) => new MetaError(code, outcome, facts),
    readRefusal,
    readRequestId,
    readQuota: readUsage,
  });
  return Object.assign(transport, { trusts });
}
