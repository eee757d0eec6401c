import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { Log } from "../ports/log.ts";
import { consoleLog } from "../ports/log.ts";
import { verifyWebhook } from "../signature/verifyWebhook.ts";
import { takeWebhook } from "../useCases/takeWebhook.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { answerError, answerOk } from "./answer.ts";
import { parseJson, readBody } from "./readBody.ts";
import { withCors } from "./withCors.ts";

export interface WebhookHandlerDeps {
  store: CallStore;
  /** YCloud's endpoint secrets; several while one is being replaced. */
  secrets?: readonly string[];
  /** The guide's token, for senders that do not sign. */
  token?: string;
  /** Carries out a hang-up that was asked for while the provider's answer to the dial was lost. */
  provider?: CallProvider;
  allowedOrigins?: readonly string[];
  log?: Log;
  now?: () => Date;
}

/**
 * The handler of `POST whatsapp-call-webhook`. A request with YCloud's signature is judged by it, one
 * without by the token. 401 not authentic; 413 over 3 MB; 400 not JSON, or a flat payload without a
 * call id; 200 stored, also what is unknown or refused by the database; 503 not stored, send it again.
 *
 * @example
 * Deno.serve(createWebhookHandler({ store, secrets: ["whsec_..."], token: "..." }));
 */
export function createWebhookHandler(
  deps: WebhookHandlerDeps,
): (request: Request) => Promise<Response> {
  const log = deps.log ?? consoleLog;
  return withCors(async (request) => {
    try {
      if (request.method !== "POST") throw new CallsError("method_not_allowed");
      const rawBody = await readBody(request);
      await authenticate(deps, request, rawBody);
      await takeWebhook({ ...deps, log }, { body: parseJson(rawBody), rawBody });
      return answerOk({});
    } catch (error) {
      return answerError(error, log);
    }
  }, deps.allowedOrigins);
}

/** By YCloud's signature where there is one, else by the token. */
async function authenticate(
  { secrets = [], token, now }: WebhookHandlerDeps,
  { headers, url }: Request,
  rawBody: Uint8Array,
): Promise<void> {
  const signed = headers.has("ycloud-signature");
  await verifyWebhook({
    scheme: signed ? "ycloud" : "token",
    secrets: signed ? secrets : token ? [token] : [],
    rawBody,
    headers,
    url,
    ...(now ? { now: now() } : {}),
  });
}
