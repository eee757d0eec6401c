export const flatTokenHeader = "x-webhook-token";

/**
 * Returns the webhook token from `X-Webhook-Token` or, without this header, from `?token=` (the guide, section 2.2).
 * Returns null if there is no token.
 */
export function readFlatToken(headers: Headers, url: string | undefined): string | null {
  return headers.get(flatTokenHeader) || tokenOfUrl(url) || null;
}

function tokenOfUrl(url: string | undefined): string | null {
  const [, query] = /^[^#?]*\?([^#]*)/.exec(url ?? "") ?? [];
  return query === undefined ? null : new URLSearchParams(query).get("token");
}
