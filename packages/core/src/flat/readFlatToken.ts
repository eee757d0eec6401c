export const flatTokenHeader = "x-webhook-token";

/** The guide's token (section 2.2) in `X-Webhook-Token`, else in `?token=`; null when there is none. */
export function readFlatToken(headers: Headers, url: string | undefined): string | null {
  return headers.get(flatTokenHeader) || tokenOfUrl(url) || null;
}

function tokenOfUrl(url: string | undefined): string | null {
  const [, query] = /^[^#?]*\?([^#]*)/.exec(url ?? "") ?? [];
  return query === undefined ? null : new URLSearchParams(query).get("token");
}
