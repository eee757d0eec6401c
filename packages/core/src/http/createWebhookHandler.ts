import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { Log } from "../ports/log.ts";
import { consoleLog } from "../ports/log.ts";
import type { WebhookDelivery, WebhookSource } from "../ports/webhookSource.ts";
import { takeWebhook } from "../useCases/takeWebhook.ts";
import { CallsError, SignatureError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { answerOk, withErrors } from "./answer.ts";
import { readSentBody } from "./readBody.ts";
import { withCors } from "./withCors.ts";

export interface WebhookHandlerDeps {
  store: CallStore;
  /** Who may send. The first that recognises a request judges it and reads it. */
  sources: readonly WebhookSource[];
  /** Carries out a hang-up that was asked for while the provider's answer to the dial was lost. */
  provider?: CallProvider;
  /** Such as `https://app.example`. Default: every origin. */
  allowedOrigins?: readonly string[];
  log?: Log;
  now?: () => Date;
}

/**
 * The handler of `POST whatsapp-call-webhook`, and of the GET by which some senders check the address. 401 not
 * authentic; 413 over 3 MB; 415 encoded otherwise than with gzip or deflate; 400 not readable, or without a call id; 200 stored, also what is unknown or refused by
 * the database; 503 not stored, send it again.
 *
 * @example
 * Deno.serve(createWebhookHandler({ store, sources: [flatWebhooks({ token: "..." })] }));
 */
export function createWebhookHandler(
  deps: WebhookHandlerDeps,
): (request: Request) => Promise<Response> {
  const { sources, log = consoleLog, now = () => new Date() } = deps;

  /** A sender whose secret is another one stays silent for ever; only the log can tell. */
  async function verify(
    source: WebhookSource,
    delivery: WebhookDelivery,
    asSent: Uint8Array,
  ): Promise<void> {
    try {
      await verifyEither(source, delivery, asSent);
    } catch (error) {
      if (isCallsError(error)) {
        log.warn("webhook refused: not authentic", { source: source.name, code: error.code });
      }
      throw error;
    }
  }

  async function take(request: Request): Promise<Response> {
    if (request.method === "GET") {
      const asked = sources.find((source) => source.handshake && source.recognises(request));
      if (asked?.handshake) return asked.handshake(request);
    }
    if (request.method !== "POST") throw new CallsError("method_not_allowed");
    const source = sources.find((candidate) => candidate.recognises(request));
    if (!source) throw unrecognised(sources);
    const { headers, url } = request;
    const { body, asSent } = await readSentBody(request);
    const delivery = { rawBody: body, headers, url, receivedAt: now() };
    await verify(source, delivery, asSent);
    await takeWebhook({ ...deps, log }, source, delivery);
    return answerOk({});
  }

  return withCors(withErrors(take, log), { allowedOrigins: deps.allowedOrigins, log });
}

/** A compressed body may have been signed before it was compressed or after: either proves the sender. */
async function verifyEither(
  source: WebhookSource,
  delivery: WebhookDelivery,
  asSent: Uint8Array,
): Promise<void> {
  try {
    await source.verify(delivery);
  } catch (error) {
    if (asSent === delivery.rawBody) throw error;
    await source.verify({ ...delivery, rawBody: asSent });
  }
}

function unrecognised(sources: readonly WebhookSource[]): SignatureError {
  if (sources.length === 0) return new SignatureError("webhook_not_configured");
  const names = sources.map(({ name }) => name).join(", ");
  return new SignatureError("signature_missing", {
    message: `The signature is missing: the request bears none of a sender that is configured here (${names}).`,
  });
}
