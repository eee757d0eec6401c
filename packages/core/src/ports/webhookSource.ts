import type { CallEvent, ProviderName } from "../vocabulary/callEvent.ts";

/** A webhook's request as it arrived, with its body read. */
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
  /** True when a request claims to be from this sender; decides by method, address and headers only. */
  recognises(request: Request): boolean;
  /** Throws `SignatureError` unless the delivery is authentic. */
  verify(delivery: WebhookDelivery): void | Promise<void>;
  /**
   * Reads the events of an authentic delivery. An item that is not understood becomes an event of kind `unknown`,
   * not an exception. Only a body in a format that is not the sender's throws (`invalid_json`).
   */
  parse(delivery: WebhookDelivery): CallEvent[];
  /** True if the sender gives each event a unique id: then the same id with another body is a conflict. */
  readonly givesEventIds?: boolean;
  /** Answers the GET with which some senders check an address before they send to it. */
  handshake?(request: Request): Response | Promise<Response>;
}
