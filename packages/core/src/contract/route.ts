import type * as z from "zod";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** An answer with a JSON body. */
export interface JsonAnswer<Schema extends z.ZodType = z.ZodType> {
  kind: "json";
  description: string;
  schema: Schema;
}

/** An answer that is not our JSON: a file whose `Content-Type` names its type, or a redirect. */
export interface RawAnswer {
  kind: "raw";
  description: string;
  /** Media types of the body; empty when there is no body. */
  types: readonly string[];
}

/** Method and path, such as `POST /{id}/claim`. `{id}` matches one segment of the path. */
export type RouteText = `${"GET" | "POST"} /${string}`;

/** One route: its request and its answers. */
export interface Route {
  /** A title of a few words. */
  summary: string;
  description?: string;
  /** The JSON body. */
  body?: z.ZodType;
  /** Media types of a body that is not parsed for the act: the act reads it. */
  takes?: readonly string[];
  /** Successful answers by HTTP status, below 400. */
  answers: Readonly<Record<number, JsonAnswer | RawAnswer>>;
  /** The error codes that the route may answer with. `errorCodes` has the status of each. */
  errors: readonly ErrorCode[];
}

/** A table of routes. The handler, the client's types and the OpenAPI document are generated from it. */
export type Routes = Readonly<Record<RouteText, Route>>;

/** The request body of a route; `undefined` for a route without a body. */
export type BodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined;

/** The body as a route's act receives it, after parsing. */
export type ParsedBodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.output<Body>
  : undefined;

/** The names in braces of a route, such as `id`. */
export type ParamsOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsOf<Rest>
  : never;

/** The JSON bodies of a route's answers; `never` if it has none. */
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

/** The routes that answer with JSON. */
export type JsonRouteOf<Table extends Routes> = {
  [Text in keyof Table]: [JsonOf<Table[Text]>] extends [never] ? never : Text;
}[keyof Table];

/** The routes that answer with a file. */
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
