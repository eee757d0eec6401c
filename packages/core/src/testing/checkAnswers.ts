import { callRoutes } from "../contract/callRoutes.ts";
import { errorSchema } from "../contract/errorSchema.ts";
import { healthRoutes } from "../contract/healthRoutes.ts";
import type { Route, Routes } from "../contract/route.ts";
import { webhookRoutes } from "../contract/webhookRoutes.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

type Handler = (request: Request) => Promise<Response>;

/** Codes for requests without a route. */
const codesWithoutRoute: readonly ErrorCode[] = ["not_found", "method_not_allowed"];

/** Compares every response of `whatsapp-call` with the table of its routes. */
export const checkCallAnswers = (handler: Handler, seen?: Set<string>): Handler =>
  checkAnswers(
    handler,
    { ...callRoutes, ...healthRoutes },
    ({ url }) => new URL(url).pathname.replace(/^.*\/whatsapp-call/, ""),
    seen,
  );

/** Compares every response of `whatsapp-call-webhook` with the table of its routes. */
export const checkWebhookAnswers = (handler: Handler): Handler =>
  checkAnswers(handler, webhookRoutes, () => "/");

/**
 * Compares the status, the body and the error code of every response with the table of routes, from which the OpenAPI
 * document is generated.
 *
 * @param pathOf returns a request's path below the handler's base path.
 * @param seen collects the routes and statuses of the responses, such as `POST /{id}/claim 200`.
 * @throws Error if a response is not in the table.
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
  const undeclared = (what: string) =>
    new Error(`${asked}: ${what}, which the table does not have`);
  if (answer.status >= 400) {
    const { code } = errorSchema.strict().parse(await answer.json());
    const { status } = new CallsError(code);
    if (status !== answer.status) throw undeclared(`${answer.status} with ${code}`);
    const may = route ? route.errors : codesWithoutRoute;
    if (!may.includes(code)) throw undeclared(code);
    return;
  }
  const declared = route?.answers[answer.status];
  if (!declared) throw undeclared(String(answer.status));
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  if (declared.kind === "json") {
    if (type !== "application/json") throw undeclared(type);
    declared.schema.parse(await answer.json());
  } else if (
    !declared.types.some((known) => known === type || known === `${type.split("/")[0]}/*`)
  ) {
    if (declared.types.length > 0 || answer.body !== null) throw undeclared(type);
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
