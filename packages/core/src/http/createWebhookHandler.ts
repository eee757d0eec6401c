import type { WebhookRoutes } from "../contract/webhookRoutes.ts";
import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { Log } from "../ports/log.ts";
import { consoleLog } from "../ports/log.ts";
import type { WebhookDelivery, WebhookSource } from "../ports/webhookSource.ts";
import { takeWebhook } from "../useCases/takeWebhook.ts";
import { CallsError, SignatureError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { toResponse, withErrors } from "./answer.ts";
import { readBody } from "./readBody.ts";
import type { ActsOf } from "./serveRoutes.ts";
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
 * authentic; 413 over 3 MB; 400 not readable, or without a call id; 200 stored, also what is unknown or refused by
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
  async function verify(source: WebhookSource, delivery: WebhookDelivery): Promise<void> {
    try {
      await source.verify(delivery);
    } catch (error) {
      if (isCallsError(error)) {
        log.warn("webhook refused: not authentic", { source: source.name, code: error.code });
      }
      throw error;
    }
  }

  const acts: ActsOf<WebhookRoutes, object> = {
    async "POST /"({ request }) {
      const source = sources.find((candidate) => candidate.recognises(request));
      if (!source) throw unrecognised(sources);
      const { headers, url } = request;
      const delivery = { rawBody: await readBody(request), headers, url, receivedAt: now() };
      await verify(source, delivery);
      await takeWebhook({ ...deps, log }, source, delivery);
      return { status: 200, body: { ok: true } };
    },
    async "GET /"({ request }) {
      const asked = sources.find((source) => source.handshake && source.recognises(request));
      if (!asked?.handshake) throw new CallsError("method_not_allowed");
      return asked.handshake(request);
    },
  };

  /** The handler may be mounted at any path, so the method alone is the route. */
  async function take(request: Request): Promise<Response> {
    const route = `${request.method} /`;
    if (!Object.hasOwn(acts, route)) throw new CallsError("method_not_allowed");
    return toResponse(await acts[route as keyof WebhookRoutes]({ request, body: undefined }));
  }

  return withCors(withErrors(take, log), { allowedOrigins: deps.allowedOrigins, log });
}

function unrecognised(sources: readonly WebhookSource[]): SignatureError {
  if (sources.length === 0) return new SignatureError("webhook_not_configured");
  const names = sources.map(({ name }) => name).join(", ");
  return new SignatureError("signature_missing", {
    message: `The signature is missing: the request bears none of a sender that is configured here (${names}).`,
  });
}
