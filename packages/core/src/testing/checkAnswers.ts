import { callRoutes } from "../contract/callRoutes.ts";
import { errorSchema } from "../contract/errorSchema.ts";
import type { Route, Routes } from "../contract/route.ts";
import { webhookRoutes } from "../contract/webhookRoutes.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

type Handler = (request: Request) => Promise<Response>;

/** Codes of requests that reach no route. */
const doorCodes: readonly ErrorCode[] = ["not_found", "method_not_allowed"];

/** The handler of `whatsapp-call`, held against its table. */
export const checkCallAnswers = (handler: Handler, seen?: Set<string>): Handler =>
  checkAnswers(
    handler,
    callRoutes,
    ({ url }) => new URL(url).pathname.replace(/^.*\/whatsapp-call/, ""),
    seen,
  );

/** The handler of `whatsapp-call-webhook`, held against its table. */
export const checkWebhookAnswers = (handler: Handler): Handler =>
  checkAnswers(handler, webhookRoutes, () => "/");

/**
 * The handler, with every answer held against the table: its status, its body, its code. Throws at one that the
 * table, and so the OpenAPI document, does not have.
 *
 * @param pathOf what stands behind the place where the handler is mounted.
 * @param seen takes what was answered, such as `POST /{id}/claim 200`.
 */
function checkAnswers(
  handler: Handler,
  routes: Routes,
  pathOf: (request: Request) => string,
  seen?: Set<string>,
): Handler {
  return async (request) => {
    const answer = await handler(request);
    if (request.method === "OPTIONS") return answer;
    const text = findRoute(routes, request.method, pathOf(request));
    seen?.add(`${text} ${answer.status}`);
    const route = text === undefined ? undefined : (routes as Record<string, Route>)[text];
    await checkAnswer(answer.clone(), route, `${request.method} ${request.url}`);
    return answer;
  };
}

async function checkAnswer(answer: Response, route: Route | undefined, asked: string) {
  const lie = (what: string) => new Error(`${asked}: ${what}, which the table does not have`);
  if (answer.status >= 400) {
    const { code } = errorSchema.strict().parse(await answer.json());
    const { status } = new CallsError(code);
    if (status !== answer.status) throw lie(`${answer.status} with ${code}`);
    const may = route ? route.errors : doorCodes;
    if (!may.includes(code)) throw lie(code);
    return;
  }
  const told = route?.answers[answer.status];
  if (!told) throw lie(String(answer.status));
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  if (told.kind === "json") {
    if (type !== "application/json") throw lie(type);
    told.schema.parse(await answer.json());
  } else if (!told.types.some((known) => known === type || known === `${type.split("/")[0]}/*`)) {
    if (told.types.length > 0 || answer.body !== null) throw lie(type);
  }
}

function findRoute(routes: Routes, method: string, path: string): string | undefined {
  return Object.keys(routes).find((text) => {
    const pattern = text
      .split("/")
      .map((part) => part.replace(/\{\w+\}/, "[^/]+"))
      .join("/");
    return new RegExp(`^${pattern}/?$`).test(`${method} ${path === "" ? "/" : path}`);
  });
}
