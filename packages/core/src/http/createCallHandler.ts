import * as z from "zod";
import { parseJson } from "../events/parseJson.ts";
import { normalizePhone } from "../phone/normalizePhone.ts";
import type { Authenticate } from "../ports/authenticator.ts";
import { consoleLog } from "../ports/log.ts";
import { acceptCall, claimCall, preAcceptCall, rejectCall } from "../useCases/answerCall.ts";
import type { CallDeps } from "../useCases/callDeps.ts";
import { dialCall } from "../useCases/dialCall.ts";
import { fetchMedia } from "../useCases/fetchMedia.ts";
import { hangUpCall } from "../useCases/hangUpCall.ts";
import { isPhone } from "../useCases/resolveNumbers.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { answerOk, withErrors } from "./answer.ts";
import { readBody } from "./readBody.ts";
import { withCors } from "./withCors.ts";

export interface CallHandlerDeps extends Omit<CallDeps, "log"> {
  authenticate: Authenticate;
  log?: CallDeps["log"];
  allowedOrigins?: readonly string[];
  /**
   * Where the handler is mounted, such as `/api/calls`: what follows it in the address is the route. Default: all up
   * to and with the first `/whatsapp-call`.
   */
  basePath?: string;
}

/** null and "" mean absent, as the guide's front-end service sends them. */
const absentAsNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());

const dialBody = z.object({
  to: z.unknown().optional(),
  inbox_id: absentAsNull(z.guid()),
  lead_id: absentAsNull(z.guid()),
  id: absentAsNull(z.guid().transform((id) => id.toLowerCase())),
  sdp: absentAsNull(z.string()),
});
const sdpBody = z.object({ sdp: z.string() });
const callId = z.guid().transform((id) => id.toLowerCase());

type Step = "claim" | "pre-accept" | "accept" | "reject" | "hangup" | "recording" | "transcript";

interface Act {
  deps: CallDeps;
  id: string;
  userId: string;
  request: Request;
}

const answerCall =
  (act: (deps: CallDeps, input: { id: string; userId: string; sdp: string }) => Promise<Call>) =>
  async ({ deps, id, userId, request }: Act) =>
    answerOk({ call: await act(deps, { id, userId, ...(await readJson(request, sdpBody)) }) });

const steps: Record<Step, { method: "GET" | "POST"; run: (act: Act) => Promise<Response> }> = {
  claim: { method: "POST", run: answerCall(claimCall) },
  "pre-accept": { method: "POST", run: answerCall(preAcceptCall) },
  accept: { method: "POST", run: answerCall(acceptCall) },
  reject: {
    method: "POST",
    run: async ({ deps, id, userId }) => answerOk({ call: await rejectCall(deps, { id, userId }) }),
  },
  hangup: {
    method: "POST",
    run: async ({ deps, id, userId }) => answerOk({ call: await hangUpCall(deps, { id, userId }) }),
  },
  recording: {
    method: "GET",
    run: ({ deps, id, userId }) => fetchMedia(deps, { id, userId, medium: "recording" }),
  },
  transcript: {
    method: "GET",
    run: ({ deps, id, userId }) => fetchMedia(deps, { id, userId, medium: "transcript" }),
  },
};

/**
 * The handler of `whatsapp-call`: `POST` dials, `POST {id}/claim|pre-accept|accept|reject|hangup` steers,
 * `GET {id}/recording|transcript` fetches. The user's access token is verified here, so deploy with
 * `verify_jwt = false`.
 *
 * @example
 * Deno.serve(createCallHandler({ store, provider, authenticate }));
 */
export function createCallHandler(deps: CallHandlerDeps): (request: Request) => Promise<Response> {
  const log = deps.log ?? consoleLog;
  const { from, ...others } = deps;
  const callDeps: CallDeps = {
    ...others,
    log,
    ...(from === undefined ? {} : { from: tidyFrom(from) }),
  };

  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    const [id, stepName, ...rest] = readRoute(path, deps.basePath);
    const step = stepName === undefined ? undefined : steps[stepName as Step];
    const isStep = step !== undefined && Object.hasOwn(steps, stepName ?? "") && rest.length === 0;
    if (id !== undefined && !isStep) throw noRoute(path, deps.basePath);
    if (request.method !== (isStep ? step.method : "POST"))
      throw new CallsError("method_not_allowed");

    const userId = await authenticate(deps.authenticate, request);
    if (!isStep) return dial(callDeps, userId, request);
    const parsed = callId.safeParse(id);
    if (!parsed.success) throw new CallsError("call_not_found");
    return step.run({ deps: callDeps, id: parsed.data, userId, request });
  }

  return withCors(withErrors(answer, log), { allowedOrigins: deps.allowedOrigins, log });
}

/** A configured number is checked once, when the handler is made; without `+` it is the provider's id of a number. */
function tidyFrom(from: string): string {
  const written = from.trim();
  if (/^[\w.-]+$/.test(written)) return written;
  try {
    if (isPhone(written)) return normalizePhone(written, { known: true });
  } catch (cause) {
    throw new CallsError("misconfigured", {
      message: `The number to call from is no phone number: ${cause instanceof Error ? cause.message : ""}`,
      cause,
    });
  }
  throw new CallsError("misconfigured", {
    message: "The number to call from must be E.164 with its +, or the provider's id of it.",
  });
}

async function dial(deps: CallDeps, userId: string, request: Request): Promise<Response> {
  const { to, inbox_id, lead_id, id, sdp } = await readJson(request, dialBody);
  const { outcome, call } = await dialCall(deps, {
    userId,
    to,
    ...(inbox_id === undefined ? {} : { inboxId: inbox_id }),
    ...(lead_id === undefined ? {} : { leadId: lead_id }),
    ...(id === undefined ? {} : { id }),
    ...(sdp === undefined ? {} : { sdp }),
  });
  return outcome === "ambiguous"
    ? answerOk({ outcome, call_id: call.call_id, call }, 202)
    : answerOk({ call_id: call.call_id, call });
}

const functionName = "whatsapp-call";

/** What stands behind the base path, or behind the function's name, under /functions/v1 or not. */
function readRoute(path: string, basePath: string | undefined): string[] {
  const segments = splitPath(path);
  if (basePath === undefined) return segments.slice(segments.indexOf(functionName) + 1);
  const base = splitPath(basePath);
  if (base.some((segment, index) => segments[index] !== segment)) throw noRoute(path, basePath);
  return segments.slice(base.length);
}

const splitPath = (path: string) => path.split("/").filter((segment) => segment !== "");

function noRoute(path: string, basePath: string | undefined): CallsError {
  const mount =
    basePath === undefined
      ? `Mounted elsewhere than at /${functionName}, the handler needs its basePath, such as /api/calls.`
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

async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readBody(request)));
  if (parsed.success) return parsed.data;
  throw new CallsError("invalid_request", {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
