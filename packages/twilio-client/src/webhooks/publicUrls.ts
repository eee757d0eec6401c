/**
 * The addresses that Twilio may have signed for a request. Twilio signs the address that is entered there; behind a proxy
 * the request has another one, which does not show which of several addresses Twilio asked. Twilio's SDK tries the address with and without the standard port, because Twilio itself
 * is not consistent (twilio-node, `validateRequest`).
 *
 * @param received the address of the request.
 * @param entered the addresses as they are entered at Twilio. Each replaces the origin and the path; the query is the
 *   request's. Without any, `https` is also tried for a request that a proxy forwarded by `http`.
 */
export function publicUrls(received: string, entered: readonly string[]): readonly string[] {
  const { search } = new URL(received);
  const bases = entered.length === 0 ? [received, toHttps(received)] : entered;
  const urls = bases.flatMap((base) => withAndWithoutPort(base, search));
  // `URL` and `Request` escape the apostrophe of a query, and Twilio does not.
  return [...new Set(urls.flatMap((url) => [url, url.replaceAll("%27", "'")]))];
}

const toHttps = (url: string) => url.replace(/^http:/i, "https:");

function withAndWithoutPort(base: string, search: string): string[] {
  const url = new URL(base);
  url.search = search || url.search;
  url.hash = "";
  const asGiven = url.toString();
  const { host, port } = url;
  url.port = "";
  const without = url.toString();
  // `URL` never writes a standard port.
  const standard = url.protocol === "https:" ? "443" : "80";
  const withPort =
    port === "" ? asGiven.replace(`${host}/`, () => `${host}:${standard}/`) : asGiven;
  return [asGiven, without, withPort];
}
