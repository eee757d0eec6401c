import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { flatWebhooks } from "../flat/flatWebhooks.ts";
import { metaWebhooks } from "../meta/metaWebhooks.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { metaFixtures } from "../testing/fixtures/metaFixtures.ts";
import { ycloudEvent } from "../testing/fixtures/ycloudFixtures.ts";
import { signWebhook } from "../testing/signWebhook.ts";
import { ycloudWebhooks } from "../ycloud/ycloudWebhooks.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";
import { readBody } from "./readBody.ts";

const url = "https://example.com/whatsapp-call-webhook";
const secret = "a secret";
const text = '{"call_id":"flat.1","event":"ringing"}';

const requestOf = (body: Uint8Array | string, encoding?: string) =>
  new Request(url, {
    method: "POST",
    body: body as BodyInit,
    headers: encoding === undefined ? {} : { "content-encoding": encoding },
  });
const textOf = async (request: Request) => new TextDecoder().decode(await readBody(request));

describe("readBody", () => {
  it.each([
    ["gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    [" gzip ", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["identity", text],
    ["", text],
    [undefined, text],
    // A gateway has decoded the body and kept the header; a sender has omitted the header.
    ["gzip", text],
    [undefined, gzipSync(text)],
    ["gzip", ""],
  ])("reads what comes as %s", async (encoding, body) => {
    expect(await textOf(requestOf(body, encoding))).toBe(body === "" ? "" : text);
  });

  it.each([
    ["br", brotliCompressSync(text)],
    ["zstd", text],
    ["constructor", text],
    ["__proto__", text],
    ["gzip, br", text],
    ["gzip", Buffer.concat([gzipSync(text.slice(0, 10)), gzipSync(text.slice(10))])],
    ["gzip, gzip", gzipSync(gzipSync(text))],
    ["gzip, br", gzipSync(text)],
    ["gzip", gzipSync(gzipSync(text))],
    ["deflate", text],
    ["gzip", gzipSync(text).subarray(0, 20)],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3)],
  ])("refuses %s of another kind, or damaged", async (encoding, body) => {
    await expect(readBody(requestOf(body, encoding))).rejects.toMatchObject({
      code: "unsupported_media",
      status: 415,
    });
  });

  it("stops after 3 MB of decoded bytes, even if the compressed body is small", async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    expect(bomb.byteLength).toBeLessThan(100_000);
    await expect(readBody(requestOf(bomb, "gzip"))).rejects.toMatchObject({
      code: "body_too_large",
    });
    expect(
      (await readBody(requestOf(gzipSync(new Uint8Array(3_000_000)), "gzip"))).byteLength,
    ).toBe(3_000_000);
  });
});

describe("a compressed webhook", () => {
  const ycloud = JSON.stringify(ycloudEvent("completed"));
  const meta = JSON.stringify(metaFixtures.completed);

  function setUp() {
    const store = createMemoryCallStore();
    const handler = createWebhookHandler({
      store,
      sources: [
        ycloudWebhooks({ secrets: [secret] }),
        metaWebhooks({ secrets: [secret] }),
        flatWebhooks({ token: secret }),
      ],
      onEvent() {},
    });
    const post = async (body: Uint8Array, headers: Record<string, string>) => {
      const request = {
        method: "POST",
        body: body as BodyInit,
        headers: { ...headers, "content-encoding": "gzip" },
      };
      const response = await handler(new Request(url, request));
      return [response.status, [...store.calls.values()].length];
    };
    return post;
  }

  it.each([
    ["ycloud", ycloud],
    ["meta", meta],
  ] as const)(
    "from %s is verified by the bytes before or after compression",
    async (scheme, body) => {
      const zipped = gzipSync(body);
      expect(await setUp()(zipped, signWebhook({ scheme, rawBody: body, secret }))).toEqual([
        200, 1,
      ]);
      expect(
        await setUp()(zipped, signWebhook({ scheme, rawBody: new Uint8Array(zipped), secret })),
      ).toEqual([200, 1]);
      expect(
        await setUp()(zipped, signWebhook({ scheme, rawBody: body, secret: "another" })),
      ).toEqual([401, 0]);
      expect(await setUp()(zipped, signWebhook({ scheme, rawBody: `${body} `, secret }))).toEqual([
        401, 0,
      ]);
    },
  );

  it("from a flat sender is read", async () => {
    expect(await setUp()(gzipSync(text), { "x-webhook-token": secret })).toEqual([200, 1]);
  });
});
