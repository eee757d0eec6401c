import { describe, expect, it } from "vitest";
import { flatWebhooks } from "../flat/flatWebhooks.ts";
import type { EventRecord } from "../ports/callStore.ts";
import { logEvents } from "../ports/logEvents.ts";
import { checkWebhookAnswers } from "../testing/checkAnswers.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { flatEvent } from "../testing/fixtures/flatFixtures.ts";
import { ycloudEvent } from "../testing/fixtures/ycloudFixtures.ts";
import { signWebhook } from "../testing/signWebhook.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { ycloudWebhooks } from "../ycloud/ycloudWebhooks.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

const onEvent = () => {};
const secrets = ["whsec_old", "whsec_new"];
const url = "https://project.supabase.co/functions/v1/whatsapp-call-webhook";

function setUp() {
  const store = createMemoryCallStore();
  const sources = [ycloudWebhooks({ secrets }), flatWebhooks({ token: "the token" })];
  const handler = checkWebhookAnswers(createWebhookHandler({ store, sources, onEvent }));
  const post = async (body: unknown, headers?: Record<string, string>, address = url) => {
    const rawBody = typeof body === "string" ? body : JSON.stringify(body);
    const response = await handler(
      new Request(address, {
        method: "POST",
        body: rawBody,
        headers: headers ?? signWebhook({ scheme: "ycloud", rawBody, secret: "whsec_new" }),
      }),
    );
    return { status: response.status, body: await response.json(), headers: response.headers };
  };
  return { store, handler, post };
}

describe("createWebhookHandler", () => {
  it("accepts a signature made with any of the secrets, and answers { ok: true }", async () => {
    const { post, store } = setUp();
    const body = JSON.stringify(ycloudEvent("completed"));
    for (const secret of secrets) {
      const headers = signWebhook({ scheme: "ycloud", rawBody: body, secret });
      expect(await post(body, headers)).toMatchObject({ status: 200, body: { ok: true } });
    }
    expect([...store.calls.values()]).toMatchObject([{ status: "completada" }]);
  });

  it("accepts the guide's flat payload with the token in the header or the address", async () => {
    const { post, store } = setUp();
    const headers = { "x-webhook-token": "the token" };
    expect((await post(flatEvent("answered", { call_id: "flat.1" }), headers)).status).toBe(200);
    const address = `${url}?token=the%20token`;
    expect((await post(flatEvent("completed", { call_id: "flat.1" }), {}, address)).status).toBe(
      200,
    );
    expect([...store.calls.values()]).toMatchObject([{ call_id: "flat.1", status: "completada" }]);
  });

  it("stores no SDP, neither in the ledger nor in the payload for the store", async () => {
    const { post, store } = setUp();
    await post(ycloudEvent("offer"));
    expect(JSON.stringify(store.ledger)).not.toMatch(/v=0|m=audio/);
    expect(JSON.stringify(store.ledger)).toContain("[sdp removed]");
  });

  it("answers 503 when nothing could be stored, so that the sender tries again", async () => {
    const { post, store } = setUp();
    const { recordEvents } = store;
    store.recordEvents = async () => {
      throw new CallsError("store_unavailable");
    };
    const body = ycloudEvent("completed");
    expect(await post(body)).toMatchObject({ status: 503, body: { code: "store_unavailable" } });
    store.recordEvents = recordEvents;
    expect((await post(body)).status).toBe(200);
    expect(store.calls.size).toBe(1);
  });

  it("answers 200 to an event that the database refuses, and keeps it as a dead letter", async () => {
    const { post, store } = setUp();
    const { recordEvents } = store;
    store.recordEvents = async (records: readonly EventRecord[]) => {
      if (records.some(({ error }) => error === undefined)) throw new CallsError("store_refused");
      return recordEvents(records);
    };
    expect((await post(ycloudEvent("completed"))).status).toBe(200);
    expect(store.ledger).toMatchObject([{ outcome: "dead_letter", payload: null }]);
  });

  it("logs no payload of a call button or a call link, also not of a call that the store refuses", async () => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => lines.push(line);
    const store = createMemoryCallStore();
    const { recordEvents } = store;
    const sources = [flatWebhooks({ token: "the token" })];
    const onEvent = logEvents({ info: write, warn: write, error: write });
    const handler = createWebhookHandler({ store, sources, onEvent });
    const post = (body: object) =>
      handler(
        new Request(`${url}?token=the%20token`, { method: "POST", body: JSON.stringify(body) }),
      );
    const payloads = { cta_payload: "lead Ana", deeplink_payload: "lead Eva" };
    await post(flatEvent("initiated", payloads));
    await post({ ...payloads, call_id: "flat.2", event: "no such event" });
    expect([...store.calls.values()]).toMatchObject([payloads]);
    store.recordEvents = async (records: readonly EventRecord[]) => {
      if (records.some(({ error }) => error === undefined)) {
        throw new CallsError("store_refused", { cause: new Error("a row was refused") });
      }
      return recordEvents(records);
    };
    await post(flatEvent("completed", payloads));
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain("lead");
  });

  it("answers 500 to an unexpected error, without its message", async () => {
    const { post, store } = setUp();
    store.recordEvents = async () => {
      throw new Error("secret detail");
    };
    const answer = await post(ycloudEvent("completed"));
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(JSON.stringify(answer.body)).not.toContain("secret detail");
  });

  it("accepts POST only, and answers preflights", async () => {
    const { handler } = setUp();
    const refused = await handler(new Request(url));
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST"]);
    const put = await handler(new Request(url, { method: "PUT" }));
    expect([put.status, put.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await handler(new Request(url, { method: "OPTIONS" }))).status).toBe(204);
  });

  it("refuses everything while nothing is configured", async () => {
    const body = JSON.stringify(ycloudEvent("completed"));
    const signed = signWebhook({ scheme: "ycloud", rawBody: body, secret: "x" });
    const empty = [ycloudWebhooks({ secrets: [""] }), flatWebhooks({ token: "" })];
    for (const [sources, headers] of [
      [[], signed],
      [[], {}],
      [empty, signed],
      [empty, {}],
    ] as const) {
      const handler = checkWebhookAnswers(
        createWebhookHandler({ store: createMemoryCallStore(), sources, onEvent }),
      );
      const response = await handler(
        new Request(`${url}?token=`, { method: "POST", body, headers }),
      );
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        401,
        "webhook_not_configured",
      ]);
    }
  });
});
