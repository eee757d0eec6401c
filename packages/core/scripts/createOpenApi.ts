import * as z from "zod";
import { errorSchema } from "../src/contract/errorSchema.ts";
import type { JsonAnswer, RawAnswer, Route, Routes } from "../src/contract/route.ts";
import { CallsError } from "../src/vocabulary/callsError.ts";
import type { ErrorCode } from "../src/vocabulary/errorCodes.ts";

/** One edge function. */
export interface Service {
  description: string;
  routes: Routes;
  /**
   * True if agents call the function with their access token. False if senders of webhooks call it with their own
   * signature or token.
   */
  isForAgents: boolean;
}

type Json = Record<string, unknown>;

/** Creates the OpenAPI 3.1 document of these services. Each service is mounted under its name. */
export function createOpenApi(services: Readonly<Record<string, Service>>): Json {
  const schemas: Json = {};
  const toSchema = (schema: z.ZodType) => hoist(schema, schemas);
  toSchema(errorSchema);
  describeCodes(schemas.Error as Json);

  const paths: Record<string, Json> = {};
  for (const [name, { routes, isForAgents }] of Object.entries(services)) {
    for (const [text, route] of Object.entries<Route>(routes)) {
      const [method = "", path = ""] = text.split(" ");
      const address = `/${name}${path === "/" ? "" : path}`;
      const operation = {
        operationId: toCamelCase(`${method.toLowerCase()} ${name} ${path}`),
        tags: [name],
        ...createOperation(route, path, toSchema),
        ...(isForAgents && !route.isOpen ? {} : { security: [] }),
      };
      paths[address] = { ...paths[address], [method.toLowerCase()]: operation };
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "SKALE Calls",
      version: "1",
      description:
        'Responses are JSON, `{ "ok": true, ... }` or `{ "ok": false, "error", "code" }`; media are returned as files. Generated from the table of routes in `@skale-calls/core`.',
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      {
        url: "https://{project}.supabase.co/functions/v1",
        description: "Edge functions of a Supabase project. The handlers can run elsewhere too.",
        variables: { project: { default: "project" } },
      },
    ],
    security: [{ agent: [] }],
    tags: Object.entries(services).map(([name, { description }]) => ({ name, description })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        agent: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The access token of the signed-in agent.",
        },
      },
    },
  };
}

function createOperation(
  { summary, description, query, body, takes, answers, errors }: Route,
  path: string,
  toSchema: (schema: z.ZodType) => Json,
): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: toSchema(schema as z.ZodType),
  }));
  const parameters = [...inPath, ...inQuery];
  const content = body
    ? { "application/json": { schema: toSchema(body) } }
    : takes && Object.fromEntries(takes.map((type) => [type, {}]));
  return {
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(content === undefined ? {} : { requestBody: { required: true, content } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          createResponse(answer, toSchema),
        ]),
      ),
      ...createErrorResponses(errors),
    },
  };
}

function createResponse(
  answer: JsonAnswer | RawAnswer,
  toSchema: (schema: z.ZodType) => Json,
): Json {
  const { description } = answer;
  if (answer.kind === "json") {
    return { description, content: { "application/json": { schema: toSchema(answer.schema) } } };
  }
  if (answer.types.length > 0) {
    return { description, content: Object.fromEntries(answer.types.map((type) => [type, {}])) };
  }
  return { description, headers: { Location: { schema: { type: "string", format: "uri" } } } };
}

/** Creates the responses with a status of 400 or above, with the possible codes of each status. */
function createErrorResponses(errors: readonly ErrorCode[]): Json {
  const byStatus = Map.groupBy(new Set(errors), (code) => new CallsError(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(", "),
        ...(status === 429
          ? {
              headers: {
                "Retry-After": { description: "Seconds.", schema: { type: "integer" } },
              },
            }
          : {}),
        content: {
          "application/json": {
            schema: {
              allOf: [{ $ref: "#/components/schemas/Error" }],
              properties: { code: { enum: codes } },
            },
          },
        },
      },
    ]),
  );
}

/** Adds the sentence of each code. */
function describeCodes(error: Json): void {
  const { code } = error.properties as { code: { enum: ErrorCode[]; description: string } };
  const lines = code.enum.map((known) => `- \`${known}\`: ${new CallsError(known).message}`);
  code.description = [code.description, "", ...lines].join("\n");
}

/** A zod schema as JSON Schema. Schemas with an id are added to `components` and referred to. */
function hoist(schema: z.ZodType, components: Json): Json {
  const { $schema, $defs, ...own } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-2020-12",
  });
  const moveRefs = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [id, { id: _, ...definition }] of Object.entries<Json>($defs ?? {})) {
    components[id] = moveRefs(definition);
  }
  const { id, ...rest } = moveRefs(own);
  if (id === undefined) return rest;
  components[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

/** @example toCamelCase("post whatsapp-call /{id}/claim") // "postWhatsappCallIdClaim" */
const toCamelCase = (text: string) =>
  text.replace(/[^a-zA-Z]+([a-zA-Z]?)/g, (_, letter: string) => letter.toUpperCase());
