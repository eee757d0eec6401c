import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ProviderError } from "../vocabulary/callsError.ts";
import { clientShape, readClientOptions } from "./clientOptions.ts";
import { createTransport, type TransportOptions } from "./createTransport.ts";
import { redactMessage } from "./redactMessage.ts";

interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

const anything = z.unknown();

/** The transport of a made-up provider, whose server returns the responses in order. */
function createAcme(
  answers: Response[],
  more: Partial<TransportOptions<string>> = {},
): { transport: ReturnType<typeof createTransport<string>>; sent: Sent[] } {
  const sent: Sent[] = [];
  const transport = createTransport<string>({
    settings: readClientOptions("Acme", z.strictObject(clientShape("https://api.acme.test/v1/")), {
      retry: { delay: () => 0 },
      async fetch(input: Request) {
        const { method, url, headers } = input;
        sent.push({ method, url, headers, body: await input.text() });
        return answers.length > 1 ? answers.shift() : answers[0]?.clone();
      },
    }),
    headersFor: (url) => (url.startsWith("https://api.acme.test/") ? { "x-key": "k-123456" } : {}),
    secrets: ["k-123456"],
    createError: (code, outcome, facts) => new ProviderError(code, outcome, { details: facts }),
    readRefusal: ({ status, body, secrets }) =>
      new ProviderError("provider_refused", "rejected", {
        details: { status, message: redactMessage(String(body), secrets) },
      }),
    readQuota: (headers) => headers.get("x-quota"),
    ...more,
  });
  return { transport, sent };
}

describe("createTransport", () => {
  test("sends JSON with the provider's headers and parameters", async () => {
    const { transport, sent } = createAcme([Response.json({ ok: true })], {
      query: { proof: "p" },
    });
    const body = { to: "+525512345678" };
    await transport.json({ method: "POST", path: "/calls", query: { a: 1 }, body }, anything);
    expect(sent).toMatchObject([
      {
        method: "POST",
        url: "https://api.acme.test/v1/calls?proof=p&a=1",
        body: JSON.stringify(body),
      },
    ]);
    expect(sent[0]?.headers.get("content-type")).toBe("application/json");
    expect(sent[0]?.headers.get("x-key")).toBe("k-123456");
  });

  test("sends a form, in which a list repeats its name", async () => {
    const { transport, sent } = createAcme([Response.json({})], { encoding: "form" });
    const body = { To: "+52 55", Event: ["ringing", "answered"], Left: undefined, Record: true };
    await transport.json({ method: "POST", path: "/Calls.json", body }, anything);
    expect(sent[0]?.body).toBe("To=%2B52+55&Event=ringing&Event=answered&Record=true");
    expect(sent[0]?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
  });

  test("sends no key and no parameter of its own to another host", async () => {
    const { transport, sent } = createAcme([new Response("OggS")], { query: { proof: "p" } });
    await transport.stream({ method: "GET", path: "https://media.test/a?id=1" });
    expect(sent[0]?.url).toBe("https://media.test/a?id=1");
    expect(sent[0]?.headers.get("x-key")).toBeNull();
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"] as const)("never repeats a %s", async (method) => {
    const { transport, sent } = createAcme([new Response("", { status: 503 })]);
    await expect(transport.text({ method, path: "/calls" })).rejects.toThrow(ProviderError);
    expect(sent).toHaveLength(1);
  });

  test("removes the key and the request from the message of a refusal", async () => {
    const { transport } = createAcme([
      new Response('"k-123456 may not call Ana Prueba"', { status: 400 }),
    ]);
    const request = { method: "POST", path: "/calls", body: { name: "Ana Prueba" } } as const;
    await expect(transport.text(request)).rejects.toMatchObject({
      details: { status: 400, message: "[removed] may not call [removed]" },
    });
  });

  test("removes the values of the query too", async () => {
    const { transport } = createAcme([
      new Response('"Ana Prueba may not be called, see trace AbC1dEf"', { status: 400 }),
    ]);
    const query = { name: "Ana Prueba", limit: 100 };
    await expect(transport.text({ method: "GET", path: "/a", query })).rejects.toMatchObject({
      details: { message: "[removed] may not be called, see trace AbC1dEf" },
    });
  });

  test("keeps the last quota", async () => {
    const { transport } = createAcme([
      Response.json({}, { headers: { "x-quota": "7" } }),
      Response.json({}),
    ]);
    expect(transport.quota).toBeNull();
    await transport.text({ method: "GET", path: "/a" });
    await transport.text({ method: "GET", path: "/a" });
    expect(transport.quota).toBe("7");
  });

  test("a response of another shape names the fields, not their values", async () => {
    const { transport } = createAcme([Response.json({ id: "k-123456" })]);
    await expect(
      transport.json({ method: "GET", path: "/a" }, z.object({ id: z.number() })),
    ).rejects.toMatchObject({
      code: "provider_response_invalid",
      outcome: "ambiguous",
      details: { httpStatus: 200, about: { problems: ["id: invalid_type"] } },
    });
  });
});

test("readClientOptions names the option, never its value", () => {
  const read = () =>
    readClientOptions("Acme", z.strictObject(clientShape("https://a.test")), {
      baseUrl: "ftp://secret.test",
    });
  expect(read).toThrow(/The Acme client's options are not valid: baseUrl/);
  expect(read).not.toThrow(/secret/);
});
