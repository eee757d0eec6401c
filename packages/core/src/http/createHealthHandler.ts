import { type HealthRoutes, healthRoutes } from "../contract/healthRoutes.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import { checkStore } from "../useCases/checkStore.ts";
import { observeStore } from "../useCases/observe.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { answerRequests, type Visit } from "./answer.ts";
import { serveRoutes } from "./serveRoutes.ts";

export interface HealthDeps {
  store: Pick<CallStore, "findCall">;
  /** The version of the deployment, such as a release or a commit. Everybody can read it. */
  version?: string | undefined;
}

/** Serves `GET /health`, wherever it is mounted. */
export const serveHealth = ({
  store,
  version = "",
}: HealthDeps): ((visit: Visit) => Promise<Response>) =>
  serveRoutes<HealthRoutes, { onEvent: OnEvent }>({
    routes: healthRoutes,
    acts: {
      async "GET /health"({ onEvent }) {
        await checkStore(observeStore(store, onEvent));
        return { status: 200, body: { ok: true, version: version || null } };
      },
    },
    readPath: () => ["health"],
    noRoute: () => new CallsError("not_found"),
    enter: async ({ onEvent }) => ({ onEvent }),
    readParam: (value) => value,
  });

/**
 * Creates a handler that tells load balancers and monitors whether the process reaches its database: 200 `{ ok, version }`, 503
 * if the database does not answer in time, and another error's status otherwise. It needs no credential, and tells nothing private.
 * `createCallHandler` has this route itself, below its path: `/whatsapp-call/health`.
 *
 * @example
 * app.get("/health", (context) => health(context.req.raw)); // Hono
 */
export function createHealthHandler(
  deps: HealthDeps & { onEvent?: OnEvent },
): (request: Request) => Promise<Response> {
  return answerRequests({ handler: "health", onEvent: deps.onEvent }, serveHealth(deps));
}
