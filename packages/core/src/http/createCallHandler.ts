import * as z from "zod";
import { type CallRoutes, callRoutes } from "../contract/callRoutes.ts";
import { normalizePhone } from "../phone/normalizePhone.ts";
import type { Authenticate } from "../ports/authenticator.ts";
import type { CallProvider } from "../ports/callProvider.ts";
import type { IceServerList, ProvideIceServers } from "../ports/iceServers.ts";
import {
  type AnswerAct,
  acceptCall,
  claimCall,
  preAcceptCall,
  rejectCall,
} from "../useCases/answerCall.ts";
import type { CallDeps } from "../useCases/callDeps.ts";
import { changeCallHours, fetchCallHours } from "../useCases/changeCallHours.ts";
import { checkProviders } from "../useCases/chooseProvider.ts";
import { dialCall } from "../useCases/dialCall.ts";
import { fetchAvailability } from "../useCases/fetchAvailability.ts";
import { fetchMedia, type MediaAct } from "../useCases/fetchMedia.ts";
import { findPermission } from "../useCases/findPermission.ts";
import { hangUpCall } from "../useCases/hangUpCall.ts";
import { observeProvider, observeStore } from "../useCases/observe.ts";
import { requestPermission } from "../useCases/requestPermission.ts";
import { isPhone } from "../useCases/resolveNumbers.ts";
import { retryMedia } from "../useCases/retryMedia.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { withoutUndefined } from "../vocabulary/withoutUndefined.ts";
import { answerRequests, type Visit } from "./answer.ts";
import { serveHealth } from "./createHealthHandler.ts";
import { type ActsOf, serveRoutes, splitPath } from "./serveRoutes.ts";
import { withCors } from "./withCors.ts";

export interface CallHandlerDeps extends CallDeps {
  authenticate: Authenticate;
  allowedOrigins?: readonly string[];
  /**
   * The path at which the handler is mounted, such as `/api/calls`; the rest of the path is the route. Default:
   * the path up to and including the first `/whatsapp-call`.
   */
  basePath?: string;
  /**
   * Returns the STUN and TURN servers for an agent, such as `createTurnCredentials({ urls, secret })`, or a static list:
   * `() => ({ iceServers: [{ urls: "stun:stun.example.com" }], seconds: null })`. Default: an empty list.
   */
  iceServers?: ProvideIceServers;
  /** The version of the deployment, which `GET /health` tells everybody. */
  version?: string;
  /** Called when a recording or transcript is due now. Start `archiveMedia` here, without waiting for it. */
  onMedia?: () => void;
}

interface Context {
  deps: CallDeps & Pick<CallHandlerDeps, "iceServers" | "onMedia">;
  userId: string;
}

const callId = z.guid().transform((id) => id.toLowerCase());

const answerCall =
  (act: (deps: CallDeps, input: AnswerAct) => Promise<Call>) =>
  async ({ deps, id, userId, body }: Context & { id: string; body: { sdp: string } }) =>
    callAnswer(await act(deps, { id, userId, sdp: body.sdp }));

const fetchFile =
  (medium: MediaAct["medium"]) =>
  ({ deps, id, userId, request }: Context & { id: string; request: Request }) => {
    const range = request.headers.get("range");
    return fetchMedia(deps, { id, userId, medium, ...(range ? { range } : {}) });
  };

const callAnswer = (call: Call) => ({ status: 200, body: { ok: true, call } }) as const;

interface ContactFields {
  to?: unknown;
  recipient?: string | undefined;
  inbox_id?: string | undefined;
}

/** The contact and the inbox that the fields of a request name. */
const targetOf = (userId: string, { to, recipient, inbox_id: inboxId }: ContactFields) => ({
  userId,
  ...(recipient === undefined ? { to } : { to: undefined, recipient }),
  ...withoutUndefined({ inboxId }),
});
const noIceServers: IceServerList = { iceServers: [], seconds: null };

const acts: ActsOf<CallRoutes, Context> = {
  async "POST /"({ deps, userId, body }) {
    const { lead_id: leadId, id, sdp } = body;
    const { outcome, call } = await dialCall(deps, {
      ...targetOf(userId, body),
      ...withoutUndefined({ leadId, id, sdp }),
    });
    const dialled = { ok: true, call_id: call.call_id, call } as const;
    return outcome === "ambiguous"
      ? { status: 202, body: { ...dialled, outcome } }
      : { status: 200, body: dialled };
  },
  async "GET /permissions"({ deps, userId, query }) {
    const permission = await findPermission(deps, targetOf(userId, query));
    return { status: 200, body: { ok: true, permission } };
  },
  async "POST /permissions"({ deps, userId, body }) {
    const { outcome, permission } = await requestPermission(deps, {
      ...targetOf(userId, body),
      ...withoutUndefined({ id: body.id }),
    });
    return outcome === "ambiguous"
      ? { status: 202, body: { ok: true, permission, outcome } }
      : { status: 200, body: { ok: true, permission } };
  },
  async "GET /ice-servers"({ deps, userId }) {
    const { iceServers, seconds } = (await deps.iceServers?.({ userId })) ?? noIceServers;
    const now = (deps.now?.() ?? new Date()).getTime();
    return {
      status: 200,
      body: {
        ok: true,
        ice_servers: iceServers.map((server) => ({ ...server, urls: [server.urls].flat() })),
        expires_at: seconds === null ? null : new Date(now + seconds * 1000).toISOString(),
        seconds,
      },
    };
  },
  "POST /{id}/claim": answerCall(claimCall),
  "POST /{id}/pre-accept": answerCall(preAcceptCall),
  "POST /{id}/accept": answerCall(acceptCall),
  "POST /{id}/reject": async ({ deps, id, userId }) =>
    callAnswer(await rejectCall(deps, { id, userId })),
  "POST /{id}/hangup": async ({ deps, id, userId }) =>
    callAnswer(await hangUpCall(deps, { id, userId })),
  "GET /{id}/recording": fetchFile("recording"),
  "GET /{id}/transcript": fetchFile("transcript"),
  async "POST /{id}/recording"({ deps, id, userId }) {
    const media = await retryMedia(deps, { id, userId });
    deps.onMedia?.();
    return { status: 200, body: { ok: true, media } };
  },
  "GET /availability": async ({ deps, userId, query }) => ({
    status: 200,
    body: {
      ok: true,
      availability: await fetchAvailability(deps, {
        userId,
        ...withoutUndefined({ inboxId: query.inbox_id }),
      }),
    },
  }),
  async "GET /call-hours"({ deps, userId, query }) {
    const { inboxId, hours, maySet } = await fetchCallHours(deps, {
      userId,
      ...withoutUndefined({ inboxId: query.inbox_id }),
    });
    return { status: 200, body: { ok: true, inbox_id: inboxId, hours, may_set: maySet } };
  },
  async "POST /call-hours"({ deps, userId, body }) {
    const { hours, provider } = await changeCallHours(deps, {
      userId,
      hours: body.hours,
      ...withoutUndefined({ inboxId: body.inbox_id }),
    });
    return { status: 200, body: { ok: true, hours, provider } };
  },
};

/**
 * Creates the handler of `whatsapp-call`: `POST` dials, `GET permissions` reads whether a contact
 * may be called and `POST permissions` asks the contact, `GET ice-servers` returns the STUN and TURN servers, `POST {id}/claim|pre-accept|accept|reject|hangup` controls a
 * call, `GET {id}/recording|transcript` fetches media. The handler itself verifies the access token of the user, so
 * deploy the function with `verify_jwt = false`.
 *
 * @example
 * Deno.serve(createCallHandler({ store, provider, authenticate }));
 */
export function createCallHandler(deps: CallHandlerDeps): (request: Request) => Promise<Response> {
  checkProviders(deps);
  const { from, onEvent, ...others } = deps;
  const callDeps: Context["deps"] = {
    ...others,
    ...(from === undefined ? {} : { from: tidyFrom(from) }),
  };

  const pathOf = (request: Request) => new URL(request.url).pathname;
  const serve = serveRoutes<CallRoutes, Context>({
    routes: callRoutes,
    acts,
    readPath: (request) => readRoute(pathOf(request), deps.basePath),
    noRoute: (request) => noRoute(pathOf(request), deps.basePath),
    async enter({ request, seen, onEvent: tell }) {
      const userId = await authenticate(deps.authenticate, request);
      seen.agentId = userId;
      const watched = (provider: CallProvider) =>
        observeProvider(provider, (event) => {
          seen.provider = provider.name;
          tell(event);
        });
      return {
        deps: {
          ...callDeps,
          store: onEvent ? observeStore(deps.store, tell) : deps.store,
          provider: watched(deps.provider),
          providers: deps.providers?.map(watched),
          onEvent: tell,
        },
        userId,
      };
    },
    readParam(value) {
      const parsed = callId.safeParse(value);
      if (!parsed.success) throw new CallsError("call_not_found");
      return parsed.data;
    },
  });

  const health = serveHealth({ store: deps.store, version: deps.version });
  const handle = async (visit: Visit) => {
    const path = readRoute(pathOf(visit.request), deps.basePath);
    return path.length === 1 && path[0] === "health" ? health(visit) : serve(visit);
  };
  return withCors(answerRequests({ handler: "calls", onEvent }, handle), {
    allowedOrigins: deps.allowedOrigins,
    onEvent,
  });
}

/** Checks a configured number once, when the handler is created; a text without `+` is the provider's id of a number. */
function tidyFrom(from: string): string {
  const written = from.trim();
  if (/^[\w.-]+$/.test(written)) return written;
  try {
    if (isPhone(written)) return normalizePhone(written, { known: true });
  } catch (cause) {
    throw new CallsError("misconfigured", {
      message: `The number to call from is not a phone number: ${cause instanceof Error ? cause.message : ""}`,
      cause,
    });
  }
  throw new CallsError("misconfigured", {
    message:
      "The number to call from must be in E.164 with +, or be the provider's id of a number.",
  });
}

const functionName = "whatsapp-call";

/** Returns the segments after the base path. Without a base path, returns the segments after the function's name. */
function readRoute(path: string, basePath: string | undefined): string[] {
  const segments = splitPath(path);
  if (basePath === undefined) return segments.slice(segments.indexOf(functionName) + 1);
  const base = splitPath(basePath);
  if (base.some((segment, index) => segments[index] !== segment)) throw noRoute(path, basePath);
  return segments.slice(base.length);
}

function noRoute(path: string, basePath: string | undefined): CallsError {
  const mount =
    basePath === undefined
      ? `A handler that is not mounted at /${functionName} needs its basePath, such as /api/calls.`
      : `The handler's basePath is ${basePath}.`;
  return new CallsError("not_found", {
    message: `There is no such address: ${path.slice(0, 200)}. ${mount}`,
  });
}

async function authenticate(check: Authenticate, request: Request): Promise<string> {
  const token = /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw new CallsError("unauthorized");
  const userId = await check(token);
  if (userId === null) throw new CallsError("invalid_token");
  return userId;
}
