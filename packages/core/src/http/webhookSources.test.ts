import { describe, expect, it, vi } from "vitest";
import { flatWebhooks } from "../flat/flatWebhooks.ts";
import { metaWebhooks } from "../meta/metaWebhooks.ts";
import { consoleLog } from "../ports/log.ts";
import { logEvents } from "../ports/logEvents.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { checkWebhookAnswers } from "../testing/checkAnswers.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { flatEvent } from "../testing/fixtures/flatFixtures.ts";
import { metaFixtures } from "../testing/fixtures/metaFixtures.ts";
import { ycloudEvent } from "../testing/fixtures/ycloudFixtures.ts";
import { signWebhook } from "../testing/signWebhook.ts";
import { ycloudWebhooks } from "../ycloud/ycloudWebhooks.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

const onEvent = () => {};
const url = "https://project.supabase.co/functions/v1/whatsapp-call-webhook";
const secrets = { ycloud: "whsec_ycloud", meta: "meta app secret", flat: "flat token" };
const verifyToken = "meta verify token";

const sources: Record<keyof typeof secrets, WebhookSource> = {
  ycloud: ycloudWebhooks({ secrets: [secrets.ycloud] }),
  meta: metaWebhooks({ secrets: [secrets.meta], verifyToken }),
  flat: flatWebhooks({ token: secrets.flat }),
};

const bodies = {
  ycloud: JSON.stringify(ycloudEvent("completed")),
  meta: JSON.stringify(metaFixtures.completed),
  flat: JSON.stringify(flatEvent("completed")),
  batch: JSON.stringify({
    ...metaFixtures.completed,
    entry: [...metaFixtures.completed.entry, ...metaFixtures.accepted.entry],
  }),
};

/** Each sender's headers for a body, signed with its own key or with another sender's. */
const sign = {
  ycloud: (rawBody: string, secret = secrets.ycloud) =>
    signWebhook({ scheme: "ycloud", rawBody, secret }),
  meta: (rawBody: string, secret = secrets.meta) =>
    signWebhook({ scheme: "meta", rawBody, secret }),
  flat: (rawBody: string, secret = secrets.flat) =>
    signWebhook({ scheme: "token", rawBody, secret }),
  nobody: () => ({}),
  stranger: () => ({ "x-acme-signature": "00" }),
};

type Signer = keyof typeof sign;
type Body = keyof typeof bodies;

function setUp(order: readonly (keyof typeof secrets)[] = ["ycloud", "meta", "flat"]) {
  const store = createMemoryCallStore();
  const handler = checkWebhookAnswers(
    createWebhookHandler({
      store,
      sources: order.map((name) => sources[name]),
      onEvent,
    }),
  );
  async function post(body: string, headers: Record<string, string>) {
    const response = await handler(new Request(url, { method: "POST", body, headers }));
    const answer = (await response.json()) as { code?: string };
    return answer.code ?? response.status;
  }
  return { store, handler, post };
}

const orders = [
  ["ycloud", "meta", "flat"],
  ["flat", "meta", "ycloud"],
  ["meta", "flat", "ycloud"],
] as const;

/** The signer, the body's sender, the key's owner, and the result: the ledger's providers or the error code. */
const table: readonly (readonly [Signer, Body, keyof typeof secrets | "own", string])[] = [
  ["ycloud", "ycloud", "own", "ycloud"],
  ["meta", "meta", "own", "meta"],
  ["meta", "batch", "own", "meta"],
  ["flat", "flat", "own", "flat"],
  // Only the signer's parser reads the body, even another sender's.
  ["flat", "ycloud", "own", "flat"],
  ["flat", "meta", "own", "webhook_call_id_missing"],
  ["ycloud", "flat", "own", "ycloud"],
  ["ycloud", "meta", "own", "ycloud"],
  ["meta", "ycloud", "own", "meta"],
  ["meta", "flat", "own", "meta"],
  // Another sender's key is refused.
  ["ycloud", "ycloud", "meta", "signature_mismatch"],
  ["ycloud", "ycloud", "flat", "signature_mismatch"],
  ["meta", "meta", "ycloud", "signature_mismatch"],
  ["meta", "meta", "flat", "signature_mismatch"],
  ["flat", "flat", "ycloud", "token_mismatch"],
  ["flat", "ycloud", "ycloud", "token_mismatch"],
  ["flat", "flat", "meta", "token_mismatch"],
  ["nobody", "ycloud", "own", "token_missing"],
  ["nobody", "meta", "own", "token_missing"],
  ["nobody", "flat", "own", "token_missing"],
  ["stranger", "ycloud", "own", "signature_missing"],
];

describe.each(orders)("one handler for all senders, in the order %s %s %s", (...order) => {
  it.each(table)("signed by %s, the body of %s, key %s: %s", async (signer, body, key, result) => {
    const { post, store } = setUp(order);
    const secret = key === "own" ? undefined : secrets[key];
    const answer = await post(bodies[body], sign[signer](bodies[body], secret));
    const providers = [...new Set(store.ledger.map(({ provider }) => provider))].join();
    if (result in secrets)
      expect({ answer, providers }).toEqual({ answer: 200, providers: result });
    else if (result === "webhook_call_id_missing")
      expect({ answer, providers }).toEqual({ answer: result, providers: "flat" });
    else expect({ answer, providers }).toEqual({ answer: result, providers: "" });
  });
});

it("logs a wrong key, without the key", async () => {
  const warn = vi.fn();
  const handler = checkWebhookAnswers(
    createWebhookHandler({
      store: createMemoryCallStore(),
      sources: Object.values(sources),
      onEvent: logEvents({ ...consoleLog, warn }),
    }),
  );
  const headers = sign.ycloud(bodies.ycloud, "whsec_other");
  await handler(new Request(url, { method: "POST", body: bodies.ycloud, headers }));
  expect(warn.mock.calls).toEqual([
    [
      "request",
      expect.objectContaining({ status: 401, provider: "ycloud", code: "signature_mismatch" }),
    ],
  ]);
});

describe("the call that a webhook creates", () => {
  it.each(["ycloud", "meta", "flat"] as const)("from %s ends completed", async (sender) => {
    const { post, store } = setUp();
    await post(bodies[sender], sign[sender](bodies[sender]));
    expect([...store.calls.values()]).toMatchObject([{ provider: sender, status: "completada" }]);
  });

  it("is created for each item of a batch", async () => {
    const { post, store } = setUp();
    await post(bodies.batch, sign.meta(bodies.batch));
    expect([...store.calls.values()].map(({ status }) => status)).toEqual([
      "completada",
      "en_curso",
    ]);
  });

  it("is not created from a body in another sender's format", async () => {
    const { post, store } = setUp();
    await post(bodies.meta, sign.ycloud(bodies.meta));
    await post(bodies.ycloud, sign.meta(bodies.ycloud));
    expect([...store.calls.values()]).toEqual([]);
  });

  it("is refused if its signer is not configured, and the message names the configured senders", async () => {
    const { handler } = setUp(["ycloud"]);
    for (const headers of [sign.meta(bodies.meta), sign.nobody()]) {
      const response = await handler(
        new Request(url, { method: "POST", body: bodies.meta, headers }),
      );
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        code: "signature_missing",
        error: expect.stringMatching(/^The signature is missing: .*\(ycloud\)/),
      });
    }
  });
});

it.each([
  ["too long", "x".repeat(2000)],
  ["an object", {}],
])(
  "a call_id that is %s is refused with a sentence that says what it must be",
  async (_, call_id) => {
    const body = JSON.stringify({ call_id, event: "ringing" });
    const request = { method: "POST", body, headers: sign.flat(body) };
    const response = await setUp().handler(new Request(url, request));
    expect(await response.json()).toMatchObject({
      code: "webhook_call_id_missing",
      error: expect.stringMatching(/text of at most \d+ characters/),
    });
  },
);

describe("the handshake", () => {
  const ask = async (query: string, order?: Parameters<typeof setUp>[0]) => {
    const response = await setUp(order).handler(new Request(`${url}?${query}`));
    const text = await response.text();
    return response.ok
      ? { text, type: response.headers.get("content-type") }
      : (JSON.parse(text) as { code: string }).code;
  };
  const challenge = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

  it.each(orders)("is answered with the challenge, in the order %s %s %s", async (...order) => {
    expect(await ask(`${challenge}${encodeURIComponent(verifyToken)}`, order)).toEqual({
      text: "1158201444",
      type: "text/plain",
    });
  });

  it.each([
    [`${challenge}wrong`, "token_mismatch"],
    [`${challenge}${secrets.flat}`, "token_mismatch"],
    ["hub.mode=subscribe&hub.challenge=1", "token_missing"],
    [`hub.mode=subscribe&hub.verify_token=${verifyToken}`, "invalid_request"],
    [`hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=${verifyToken}`, "invalid_request"],
    [
      `hub.mode=subscribe&hub.challenge=${"1".repeat(1001)}&hub.verify_token=${verifyToken}`,
      "invalid_request",
    ],
    ["", "method_not_allowed"],
    [`token=${secrets.flat}`, "method_not_allowed"],
  ])("%s is refused: %s", async (query, code) => {
    expect(await ask(query)).toBe(code);
  });

  it("without a verify token is refused by the name of its parameter", async () => {
    const response = await setUp().handler(
      new Request(`${url}?hub.mode=subscribe&hub.challenge=1`),
    );
    expect(await response.json()).toMatchObject({
      code: "token_missing",
      error: expect.stringContaining("hub.verify_token"),
    });
  });

  it("is not answered if Meta is not configured, and refused without a verify token", async () => {
    expect(await ask(`${challenge}x`, ["ycloud", "flat"])).toBe("method_not_allowed");
    const handler = checkWebhookAnswers(
      createWebhookHandler({
        store: createMemoryCallStore(),
        sources: [metaWebhooks({ secrets: [secrets.meta] })],
        onEvent,
      }),
    );
    const response = await handler(new Request(`${url}?${challenge}`));
    expect(await response.json()).toMatchObject({
      code: "webhook_not_configured",
      error: expect.stringContaining("verify token"),
    });
  });
});

it("logs an authentic webhook that its parser does not understand, without its content", async () => {
  const warn = vi.fn();
  const handler = checkWebhookAnswers(
    createWebhookHandler({
      store: createMemoryCallStore(),
      sources: [sources.ycloud],
      onEvent: logEvents({ ...consoleLog, warn }),
    }),
  );
  const post = (body: string) =>
    handler(new Request(url, { method: "POST", body, headers: sign.ycloud(body) }));
  expect((await post(bodies.ycloud)).status).toBe(200);
  expect(warn).not.toHaveBeenCalled();
  expect((await post(bodies.flat)).status).toBe(200);
  expect(warn.mock.calls).toEqual([
    [
      "webhook_not_understood",
      { problem: "webhook_not_understood", provider: "ycloud", requestId: expect.any(String) },
    ],
  ]);
});
