export const flatTokenHeader = "x-webhook-token";

/** The webhook token from `X-Webhook-Token`, else from `?token=` (the guide, section 2.2); null if there is none. */
export function readFlatToken(headers: Headers, url: string | undefined): string | null {
  return headers.get(flatTokenHeader) || tokenOfUrl(url) || null;
}

function tokenOfUrl(url: string | undefined): string | null {
  const [, query] = /^[^#?]*\?([^#]*)/.exec(url ?? "") ?? [];
  return query === undefined ? null : new URLSearchParams(query).get("token");
}
