import type { CallEvent, ProviderName } from "../vocabulary/callEvent.ts";

/** The request of a webhook as it arrived, with the body already read. */
export interface WebhookDelivery {
  /** The body in the sender's format, such as JSON or a form. A compressed body (gzip, deflate) is decoded. */
  rawBody: Uint8Array;
  headers: Headers;
  url: string;
  /** The time of arrival by our clock, for events without a time and for signatures that expire. */
  receivedAt: Date;
}

/**
 * One sender of webhooks: how to recognise, verify and read its requests. Only the source that verified a
 * request reads it, so one sender's key never gives access to another sender's parser.
 *
 * @example
 * const acmeWebhooks = (secret: string): WebhookSource => ({
 *   name: "acme",
 *   recognises: ({ headers }) => headers.has("x-acme-signature"),
 *   verify: ({ rawBody, headers }) => verifyAcme(rawBody, headers, secret),
 *   parse: ({ rawBody, receivedAt }) => parseAcme(rawBody, receivedAt),
 * });
 */
export interface WebhookSource {
  /** The name that events and calls store as `provider`. */
  readonly name: ProviderName;
  /** True if a request claims to be from this sender. Only the method, the address and the headers decide. */
  recognises(request: Request): boolean;
  /** Throws `SignatureError` unless the delivery is authentic. */
  verify(delivery: WebhookDelivery): void | Promise<void>;
  /**
   * Reads the events of an authentic delivery. An item that is not understood becomes an event of kind `unknown`, not
   * an exception. Throws (`invalid_json`) only if the body does not have the sender's format.
   */
  parse(delivery: WebhookDelivery): CallEvent[];
  /**
   * Reads the events of a payload from the ledger: the `raw` of an event, without its SDPs. A source without this function
   * cannot be replayed.
   */
  reread?(payload: unknown, receivedAt: Date): CallEvent[];
  /** True if the sender gives each event a unique id. The same id with another body is then a conflict. */
  readonly givesEventIds?: boolean;
  /** Responds to the GET request with which some senders check an address before they send webhooks. */
  handshake?(request: Request): Response | Promise<Response>;
}
