import type { WebhookRoutes } from "../contract/webhookRoutes.ts";
import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import type { WebhookDelivery, WebhookSource } from "../ports/webhookSource.ts";
import type { ProviderDeps } from "../useCases/chooseProvider.ts";
import { observeProvider, observeStore } from "../useCases/observe.ts";
import { takeWebhook } from "../useCases/takeWebhook.ts";
import { SignatureError } from "../vocabulary/callsError.ts";
import { answerRequests, refuseMethod, toResponse, type Visit } from "./answer.ts";
import { readSentBody } from "./readBody.ts";
import type { ActsOf } from "./serveRoutes.ts";
import { withCors } from "./withCors.ts";

export interface WebhookHandlerDeps extends Partial<ProviderDeps> {
  store: CallStore;
  /**
   * The senders whose webhooks are accepted. The first source that recognises a request verifies and reads the request.
   */
  sources: readonly WebhookSource[];
  /** Hangs up a call whose hang-up was requested before the provider's id of the call was known. */
  provider?: CallProvider;
  /** Called after a webhook that brought a recording or transcript is stored. Start `archiveMedia` here, without waiting for it. */
  onMedia?: () => void;
  /** The origins whose pages may read the responses, such as `https://app.example`. Default: every origin. */
  allowedOrigins?: readonly string[];
  /** Receives what operators want to know. Default: writes the problems to the console (`logEvents`). */
  onEvent?: OnEvent;
  now?: () => Date;
}

/**
 * Creates the handler of `POST whatsapp-call-webhook`, and of the GET request with which some senders check the
 * address. The status of the response is
 * - 200 if the webhook is stored, even if its events are unknown or refused by the database;
 * - 400 if the body cannot be read or has no call id;
 * - 401 if the request is not authentic;
 * - 413 if the body is larger than 3 MB;
 * - 415 if its encoding is not gzip or deflate;
 * - 503 if the webhook is not stored and should be sent again.
 *
 * @example
 * Deno.serve(createWebhookHandler({ store, sources: [flatWebhooks({ token: "..." })] }));
 */
export function createWebhookHandler(
  deps: WebhookHandlerDeps,
): (request: Request) => Promise<Response> {
  const { sources, onEvent, now = () => new Date() } = deps;
  const methods = sources.some(({ handshake }) => handshake) ? ["GET", "POST"] : ["POST"];

  const acts: ActsOf<WebhookRoutes, { visit: Visit }> = {
    async "POST /"({ request, visit }) {
      const source = sources.find((candidate) => candidate.recognises(request));
      if (!source) throw unrecognised(sources);
      visit.seen.provider = source.name;
      const { headers, url } = request;
      const { body, asSent } = await readSentBody(request);
      const delivery = { rawBody: body, headers, url, receivedAt: now() };
      await verifyEither(source, delivery, asSent);
      await takeWebhook(observeDeps(deps, visit.onEvent), source, delivery);
      return { status: 200, body: { ok: true } };
    },
    async "GET /"({ request }) {
      const asked = sources.find((source) => source.handshake && source.recognises(request));
      if (!asked?.handshake) return refuseMethod(methods);
      return asked.handshake(request);
    },
  };

  /** The handler may be mounted at any path, so only the method selects the route. */
  async function take(visit: Visit): Promise<Response> {
    const { request } = visit;
    const route = `${request.method} /`;
    if (!Object.hasOwn(acts, route)) return refuseMethod(methods);
    visit.seen.route = route;
    return toResponse(
      await acts[route as keyof WebhookRoutes]({
        visit,
        request,
        query: undefined,
        body: undefined,
      }),
    );
  }

  return withCors(answerRequests({ handler: "webhooks", onEvent }, take), {
    allowedOrigins: deps.allowedOrigins,
    onEvent,
  });
}

function observeDeps(deps: WebhookHandlerDeps, onEvent: OnEvent): WebhookHandlerDeps {
  const { store, provider, providers } = deps;
  // Without a hook, nobody hears what the store and the providers do.
  if (!deps.onEvent) return { ...deps, onEvent };
  return {
    ...deps,
    store: observeStore(store, onEvent),
    ...(provider && { provider: observeProvider(provider, onEvent) }),
    ...(providers && { providers: providers.map((one) => observeProvider(one, onEvent)) }),
    onEvent,
  };
}

/**
 * Verifies the decoded body or the body as it was sent, because a sender may sign a body before or after compression.
 */
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
    message: `The signature is missing: the request has no signature of a configured sender (${names}).`,
  });
}
