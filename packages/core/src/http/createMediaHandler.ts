import { type MediaRoutes, mediaRoutes } from "../contract/mediaRoutes.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import { verifyToken } from "../signature/verifyMac.ts";
import { type ArchiveOptions, archiveMedia } from "../useCases/archiveMedia.ts";
import type { MediaDeps } from "../useCases/mediaDeps.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { answerRequests } from "./answer.ts";
import { serveRoutes } from "./serveRoutes.ts";

export interface MediaHandlerDeps extends MediaDeps {
  /** The keys that a scheduler may send: the secret keys of the project. */
  keys: readonly string[];
  /** The bounds of each run. */
  limits?: ArchiveOptions;
}

/**
 * Creates the handler of `whatsapp-call-media`: a POST runs `archiveMedia`. The request must have a secret key in `apikey` or as
 * a bearer token, because agents must not start runs. Call it each minute; see the README for pg_cron.
 *
 * @example
 * Deno.serve(createMediaHandler({ queue, storage, provider, keys: [secretKey] }));
 */
export function createMediaHandler(
  deps: MediaHandlerDeps,
): (request: Request) => Promise<Response> {
  const { keys, limits = {}, ...others } = deps;
  const serve = serveRoutes<MediaRoutes, { onEvent: OnEvent }>({
    routes: mediaRoutes,
    acts: {
      async "POST /"({ onEvent }) {
        const summary = await archiveMedia({ ...others, onEvent }, limits);
        return { status: 200, body: { ok: true, ...summary } };
      },
    },
    // The handler has one address, and may be mounted at any path.
    readPath: () => [],
    noRoute: () => new CallsError("not_found"),
    async enter({ request, onEvent }) {
      checkKey(keys, request.headers);
      return { onEvent };
    },
    readParam: (value) => value,
  });
  return answerRequests({ handler: "media", onEvent: deps.onEvent }, serve);
}

function checkKey(keys: readonly string[], headers: Headers): void {
  const bearer = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
  for (const key of [headers.get("apikey"), bearer]) {
    try {
      verifyToken(keys, key);
      return;
    } catch {
      // The other header may have the key. The refusal below says what is missing.
    }
  }
  throw new CallsError("unauthorized", {
    message: "Send the project's secret key in the header apikey.",
  });
}
