import type * as z from "zod";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** A response with a JSON body. */
export interface JsonAnswer<Schema extends z.ZodType = z.ZodType> {
  kind: "json";
  description: string;
  schema: Schema;
}

/** A response without our JSON: a file, whose media type is in `Content-Type`, or a redirect. */
export interface RawAnswer {
  kind: "raw";
  description: string;
  /** Media types of the body; empty if the response has no body. */
  types: readonly string[];
}

/** Method and path, such as `POST /{id}/claim`. `{id}` matches one segment of the path. */
export type RouteText = `${"GET" | "POST"} /${string}`;

/** One route: its request and its responses. */
export interface Route {
  /** A title of a few words. */
  summary: string;
  description?: string;
  /** True if the route needs no credential, although the other routes of its function do. */
  isOpen?: boolean;
  /** The parameters of the address's query, such as `?to=`; their values are texts. */
  query?: z.ZodObject;
  /** The JSON body. */
  body?: z.ZodType;
  /** The media types of the request body, if the act itself reads and parses the body. */
  takes?: readonly string[];
  /** The successful responses by HTTP status (below 400). */
  answers: Readonly<Record<number, JsonAnswer | RawAnswer>>;
  /** The error codes that the route may return. `errorCodes` contains the HTTP status of each code. */
  errors: readonly ErrorCode[];
}

/** A table of routes. The handler, the client's types and the OpenAPI document are generated from it. */
export type Routes = Readonly<Record<RouteText, Route>>;

/** The request body of a route; `undefined` for a route without a body. */
export type BodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined;

/** The request body that the act of a route receives, after parsing. */
export type ParsedBodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.output<Body>
  : undefined;

/** The query of a route's request; `undefined` for a route without one. */
export type QueryOf<R> = R extends { query: infer Query extends z.ZodType }
  ? z.input<Query>
  : undefined;

/** The query that the act of a route receives, after parsing. */
export type ParsedQueryOf<R> = R extends { query: infer Query extends z.ZodType }
  ? z.output<Query>
  : undefined;

/** The names in braces in the path of a route, such as `id`. */
export type ParamsOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsOf<Rest>
  : never;

/** The JSON bodies of a route's responses; `never` for a route without JSON responses. */
export type JsonOf<R> = R extends { answers: infer Answers }
  ? {
      [Status in keyof Answers]: Answers[Status] extends JsonAnswer<infer Schema>
        ? z.output<Schema>
        : never;
    }[keyof Answers]
  : never;

/** The return value of a route's act. */
export type AnswerOf<R> = R extends { answers: infer Answers }
  ? {
      [Status in keyof Answers]: Answers[Status] extends JsonAnswer<infer Schema>
        ? { status: Status; body: z.output<Schema> }
        : Response;
    }[keyof Answers]
  : never;

/** The routes that return JSON. */
export type JsonRouteOf<Table extends Routes> = {
  [Text in keyof Table]: [JsonOf<Table[Text]>] extends [never] ? never : Text;
}[keyof Table];

/** The routes that return a file. */
export type FileRouteOf<Table extends Routes> = Exclude<keyof Table, JsonRouteOf<Table>>;

export const json = <Schema extends z.ZodType>(
  description: string,
  schema: Schema,
): JsonAnswer<Schema> => ({ kind: "json", description, schema });

export const raw = (description: string, ...types: string[]): RawAnswer => ({
  kind: "raw",
  description,
  types,
});
