import type * as z from "zod";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** An answer with a JSON body. */
export interface JsonAnswer<Schema extends z.ZodType = z.ZodType> {
  kind: "json";
  description: string;
  schema: Schema;
}

/** An answer whose body is somebody else's: bytes of a type that its `Content-Type` names, or a redirect there. */
export interface RawAnswer {
  kind: "raw";
  description: string;
  /** Media types that come; empty: no body. */
  types: readonly string[];
}

/** Method and path, such as `POST /{id}/claim`. `{id}` stands for one segment of the path. */
export type RouteText = `${"GET" | "POST"} /${string}`;

/** What one route takes and gives. */
export interface Route {
  /** A few words. */
  summary: string;
  description?: string;
  /** The JSON body; without it the body is not read. */
  body?: z.ZodType;
  /** By HTTP status, all below 400. */
  answers: Readonly<Record<number, JsonAnswer | RawAnswer>>;
  /** The codes of `errorCodes` that it may answer with, each under its own status. */
  errors: readonly ErrorCode[];
}

/** A table of routes: the handler, the client and the OpenAPI document are made of it. */
export type Routes = Readonly<Record<RouteText, Route>>;

/** What is sent as the body of a route; `undefined` where it takes none. */
export type BodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined;

/** What a route's act gets of the body. */
export type ParsedBodyOf<R> = R extends { body: infer Body extends z.ZodType }
  ? z.output<Body>
  : undefined;

/** The names in braces. */
export type ParamsOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsOf<Rest>
  : never;

/** The JSON bodies of a route's answers; `never` where it has none. */
export type JsonOf<R> = R extends { answers: infer Answers }
  ? {
      [Status in keyof Answers]: Answers[Status] extends JsonAnswer<infer Schema>
        ? z.output<Schema>
        : never;
    }[keyof Answers]
  : never;

/** A route's answers as its act gives them. */
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
