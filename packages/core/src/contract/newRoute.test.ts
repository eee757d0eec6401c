import { expect, it } from "vitest";
import * as z from "zod";
import { createOpenApi } from "../../scripts/createOpenApi.ts";
import { type ActNames, createActs } from "../client/createActs.ts";
import { createCallClient } from "../client/createCallClient.ts";
import { type ActsOf, serveRoutes, splitPath } from "../http/serveRoutes.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { json, type Routes } from "./route.ts";

/** A route in the form in which it would be added to `callRoutes`. Nothing else defines it. */
const routes = {
  "POST /{id}/hold": {
    summary: "Hold a call",
    query: z.object({ music: z.string().optional() }),
    body: z.object({ seconds: z.number() }),
    answers: { 200: json("Held.", z.object({ ok: z.literal(true), until: z.string() })) },
    errors: ["call_not_found", "invalid_request"],
  },
} as const satisfies Routes;
type Table = typeof routes;

const acts: ActsOf<Table, { agent: string }> = {
  async "POST /{id}/hold"({ agent, id, query, body }) {
    if (id === "gone") throw new CallsError("call_not_found");
    return {
      status: 200,
      body: { ok: true, until: `${agent} ${id} ${body.seconds} ${query.music ?? "-"}` },
    };
  },
};
// @ts-expect-error a route without an act does not compile
const noActs: ActsOf<Table, object> = {};

const serve = serveRoutes<Table, { agent: string }>({
  routes,
  acts,
  readPath: (request) => splitPath(new URL(request.url).pathname).slice(1),
  enter: async () => ({ agent: "ana" }),
  noRoute: () => new CallsError("not_found"),
  readParam: (value) => value,
});
const handler = (request: Request) => serve({ request, seen: {}, onEvent() {} });

const client = createCallClient<Table>({
  url: "https://x.example/whatsapp-call",
  getAccessToken: () => "token",
  fetch: async (input, init) => handler(new Request(input, init)),
});

it("a new route is served", async () => {
  const ask = (path: string, method = "POST", body = '{"seconds":5}') =>
    handler(
      new Request(`https://x.example/whatsapp-call${path}`, {
        method,
        ...(method === "POST" ? { body } : {}),
      }),
    );
  expect(await (await ask("/c1/hold")).json()).toEqual({ ok: true, until: "ana c1 5 -" });
  expect(await (await ask("/c1/hold", "GET")).json()).toMatchObject({ code: "method_not_allowed" });
  await expect(ask("/c1/held")).rejects.toMatchObject({ code: "not_found" });
  await expect(ask("/c1/hold", "POST", "{}")).rejects.toMatchObject({ code: "invalid_request" });
  expect(Object.keys(noActs)).toEqual([]);
});

it("a new route is sent by the client, with the types of the table", async () => {
  const { until } = await client.send("POST /{id}/hold", {
    id: "c1",
    query: { music: "jazz & blues" },
    body: { seconds: 5 },
  });
  expect(until.toUpperCase()).toBe("ANA C1 5 JAZZ & BLUES");
  const wrong = () => [
    // @ts-expect-error the table says seconds
    client.send("POST /{id}/hold", { id: "c1", query: {}, body: { minutes: 1 } }),
    // @ts-expect-error the table has no such route
    client.send("POST /{id}/claim", { id: "c1", body: { sdp: "" } }),
  ];
  expect(wrong).toBeTypeOf("function");
});

it("a new route is an act of the signalling", async () => {
  const signaling = createActs(client, { "POST /{id}/hold": "hold" });
  expect(await signaling.hold({ id: "c1", query: {}, body: { seconds: 5 } })).toMatchObject({
    ok: true,
  });
  // @ts-expect-error a route without a name does not compile
  const unnamed: ActNames<Table> = {};
  expect(Object.keys(unnamed)).toEqual([]);
});

it("a new route is in the OpenAPI document", () => {
  const service = { description: "", routes, isForAgents: true };
  expect(createOpenApi({ "whatsapp-call": service })).toMatchObject({
    paths: {
      "/whatsapp-call/{id}/hold": {
        post: {
          operationId: "postWhatsappCallIdHold",
          parameters: [
            { name: "id", in: "path" },
            { name: "music", in: "query", required: false },
          ],
          requestBody: {
            content: { "application/json": { schema: { required: ["seconds"] } } },
          },
          responses: {
            200: { content: { "application/json": { schema: { required: ["ok", "until"] } } } },
            400: { description: "`invalid_request`" },
            404: { description: "`call_not_found`" },
          },
        },
      },
    },
  });
});
