import type * as z from "zod";
import type {
  AnswerOf,
  ParamsOf,
  ParsedBodyOf,
  ParsedQueryOf,
  Route,
  Routes,
} from "../contract/route.ts";
import { parseJson } from "../events/parseJson.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { refuseMethod, toResponse, type Visit } from "./answer.ts";
import { readBody } from "./readBody.ts";

/** One act for each route of a table. A route without an act does not compile. */
export type ActsOf<Table extends Routes, Context> = {
  [Text in keyof Table]: (
    input: Context &
      Record<ParamsOf<Text>, string> & {
        query: ParsedQueryOf<Table[Text]>;
        body: ParsedBodyOf<Table[Text]>;
        request: Request;
      },
  ) => Promise<AnswerOf<Table[Text]>>;
};

interface ServeOptions<Table extends Routes, Context> {
  routes: Table;
  acts: ActsOf<Table, Context>;
  /** The segments of a request's path after the path where the routes are mounted. */
  readPath(request: Request): readonly string[];
  /** Authenticates the request; called before the body is read. */
  enter(visit: Visit): Promise<Context>;
  /** The error for a path without a route. */
  noRoute(request: Request): CallsError;
  /** Reads a path parameter from its segment; throws if the segment is not a valid value. */
  readParam(value: string): string;
}

type Act = (input: object) => Promise<Response | { status: PropertyKey; body: unknown }>;

interface Entry {
  route: string;
  method: string;
  segments: readonly string[];
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  act: Act;
}

/** Creates a handler from a table of routes and their acts. */
export function serveRoutes<Table extends Routes, Context extends object>({
  routes,
  acts,
  readPath,
  enter,
  noRoute,
  readParam,
}: ServeOptions<Table, Context>): (visit: Visit) => Promise<Response> {
  const entries = Object.entries<Route>(routes).map(([text, { query, body }]): Entry => {
    const [method = "", path = ""] = text.split(" ");
    return {
      route: text,
      method,
      segments: splitPath(path),
      query,
      body,
      act: acts[text as keyof Table] as unknown as Act,
    };
  });

  return async (visit) => {
    const { request, seen } = visit;
    const path = readPath(request);
    const here = entries.filter(({ segments }) => matches(segments, path));
    if (here.length === 0) throw noRoute(request);
    const entry = here.find(({ method }) => method === request.method);
    if (!entry) return refuseMethod(here.map(({ method }) => method).sort());
    seen.route = entry.route;
    const context = await enter(visit);
    const params = Object.fromEntries(
      entry.segments.flatMap((segment, index) =>
        isParam(segment) ? [[segment.slice(1, -1), readParam(path[index] ?? "")]] : [],
      ),
    );
    if (params.id !== undefined) seen.callId = params.id;
    const { query, body } = entry;
    return toResponse(
      await entry.act({
        ...context,
        ...params,
        request,
        query: query === undefined ? undefined : readQuery(request, query),
        body: body === undefined ? undefined : await readJson(request, body),
      }),
    );
  };
}

/** @example splitPath("/functions/v1/whatsapp-call/") // ["functions", "v1", "whatsapp-call"] */
export const splitPath = (path: string) => path.split("/").filter((segment) => segment !== "");

const isParam = (segment: string) => segment.startsWith("{");

function matches(segments: readonly string[], path: readonly string[]): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, index) => isParam(segment) || segment === path[index])
  );
}

function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  return check(Object.fromEntries(new URL(request.url).searchParams), schema);
}

async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  return check(parseJson(await readBody(request)), schema);
}

function check<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CallsError("invalid_request", {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
