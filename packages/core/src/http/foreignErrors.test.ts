import { describe, expect, it } from "vitest";
import { logEvents } from "../ports/logEvents.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { checkCallAnswers, checkWebhookAnswers } from "../testing/checkAnswers.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { createCallHandler } from "./createCallHandler.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

const secret = "a-secret-of-the-database";

/** Errors of other libraries, some with a `code` that is in our catalogue. */
const foreign: Record<string, () => unknown> = {
  "an Error": () => new Error(secret),
  "an Error with a code of ours": () => Object.assign(new Error(secret), { code: "not_found" }),
  "an Error with a code and a status of ours": () =>
    Object.assign(new Error(secret), { code: "call_not_found", status: 200, details: secret }),
  "PostgREST's error": () => ({ code: "42501", message: secret, details: secret, hint: secret }),
  "an object with a code of ours": () => ({ code: "forbidden", message: secret, status: 200 }),
  "a system error": () => Object.assign(new Error(secret), { code: "ECONNREFUSED", errno: -111 }),
  "a TypeError": () => new TypeError(secret),
  "an AbortError": () => new DOMException(secret, "AbortError"),
  "an AggregateError": () => new AggregateError([new Error(secret)], secret),
  "an error whose message throws": () =>
    Object.defineProperty(new Error(), "message", {
      get() {
        throw new Error(secret);
      },
    }),
  "a text": () => secret,
  "a number": () => 404,
  null: () => null,
  undefined: () => undefined,
};

/** Each dependency that may throw, and a request that calls it. */
const places: Record<string, (thrown: unknown) => Promise<{ answer: Response; log: string }>> = {
  "the authenticator": (thrown) =>
    ask({ authenticate: () => Promise.reject(thrown) }, { to: "+525587654321" }),
  "the store, of a dial": (thrown) =>
    ask({ store: { beginCall: () => Promise.reject(thrown) } }, { to: "+525587654321" }),
  "the store, of a step": (thrown) =>
    ask({ store: { findCall: () => Promise.reject(thrown) } }, undefined, "/hangup"),
  "the store, of a webhook": (thrown) =>
    send({ store: { recordEvents: () => Promise.reject(thrown) } }),
  "a source's verify": (thrown) => send({ source: { verify: () => Promise.reject(thrown) } }),
  "a source's parse": (thrown) =>
    send({
      source: {
        parse() {
          throw thrown;
        },
      },
    }),
  "a source's recognises": (thrown) =>
    send({
      source: {
        recognises() {
          throw thrown;
        },
      },
    }),
};

function createLog() {
  const lines: string[] = [];
  const write = (...line: unknown[]) => void lines.push(JSON.stringify(line));
  return {
    onEvent: logEvents({ info: write, warn: write, error: write }),
    text: () => lines.join("\n"),
  };
}

async function ask(
  parts: { authenticate?: () => Promise<string>; store?: object },
  body: object | undefined,
  step = "",
) {
  const { onEvent, text } = createLog();
  const [ana] = contractWorld.agents;
  const handler = checkCallAnswers(
    createCallHandler({
      store: { ...createMemoryCallStore(contractWorld), ...parts.store },
      provider: createFakeCallProvider({ clickToCall: true }),
      authenticate: parts.authenticate ?? (async () => ana.id),
      onEvent,
    }),
  );
  const id = step === "" ? "" : `/${crypto.randomUUID()}`;
  const answer = await handler(
    new Request(`https://x.example/whatsapp-call${id}${step}`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { answer, log: text() };
}

async function send(parts: { store?: object; source?: Partial<WebhookSource> }) {
  const { onEvent, text } = createLog();
  const source: WebhookSource = {
    name: "acme",
    recognises: () => true,
    verify() {},
    parse: () => [],
    ...parts.source,
  };
  const handler = checkWebhookAnswers(
    createWebhookHandler({
      store: { ...createMemoryCallStore(), ...parts.store },
      sources: [source],
      onEvent,
    }),
  );
  const answer = await handler(new Request("https://x.example/hook", { method: "POST" }));
  return { answer, log: text() };
}

describe.each(Object.entries(places))("thrown by %s", (_, run) => {
  it.each(Object.entries(foreign))(
    "%s is answered as internal, and logged",
    async (_name, make) => {
      const { answer, log } = await run(make());
      expect(answer.status).toBe(500);
      const body = await answer.text();
      expect(JSON.parse(body)).toEqual({
        ok: false,
        code: "internal",
        error: expect.stringMatching(/^Something went wrong/),
      });
      expect(body).not.toContain(secret);
      expect(log).toContain('"error":');
    },
  );

  it("an error of ours keeps its code and sentence", async () => {
    const { answer } = await run(new CallsError("store_unavailable"));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "store_unavailable" });
  });
});

describe("isCallsError", () => {
  it("knows errors of another copy of this package, and no others", async () => {
    // The same file evaluated again, as with two versions of core in one program.
    const other = "../vocabulary/callsError.ts?copy";
    const copy = (await import(other)) as {
      CallsError: typeof CallsError;
    };
    expect(copy.CallsError).not.toBe(CallsError);
    expect(isCallsError(new copy.CallsError("not_found"))).toBe(true);
    expect(new copy.CallsError("not_found")).not.toBeInstanceOf(CallsError);
    for (const make of Object.values(foreign)) expect(isCallsError(make())).toBe(false);
  });
});
