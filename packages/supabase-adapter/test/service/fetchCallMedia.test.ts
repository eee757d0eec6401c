import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CallsError, type ErrorCode } from "@skale-calls/core";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCallService } from "../../src/index.ts";

const id = randomUUID();
/** Bytes that are not UTF-8, like those of every recording. */
const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: Uint8Array | string;
}

const requests: { line: string; authorization: string | undefined }[] = [];
let answer: Answer;
let url: string;
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const { method, url: path, headers } = request;
  requests.push({ line: `${method} ${path}`, authorization: headers.authorization });
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.body);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(() => {
  server.close();
});

const client = createClient("http://127.0.0.1:1", "publishable", {
  auth: { persistSession: false, autoRefreshToken: false },
});
const service = (at = url) =>
  createCallService(client, { url: at, apiKey: "publishable", getAccessToken: () => "agent" });
const refusal = (code: ErrorCode): Answer => ({
  status: new CallsError(code).status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ ok: false, code, error: "A sentence." }),
});
const json = (body: unknown): Answer => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("fetchCallRecording", () => {
  it.each(["audio/ogg", "audio/ogg; codecs=opus", "audio/mpeg", "application/octet-stream"])(
    "returns every byte of %s, and the type",
    async (type) => {
      answer = { headers: { "content-type": type }, body: bytes };
      const recording = await service().fetchCallRecording(id);
      expect(recording).toBeInstanceOf(Blob);
      expect(recording.type).toBe(type);
      expect(new Uint8Array(await recording.arrayBuffer())).toEqual(bytes);
      expect(requests).toEqual([
        {
          line: `GET /functions/v1/whatsapp-call/${id}/recording`,
          authorization: "Bearer agent",
        },
      ]);
    },
  );

  it("returns one without a type", async () => {
    answer = { body: bytes };
    expect((await service().fetchCallRecording(id)).type).toBe("application/octet-stream");
  });

  it("is requested with the token of the client's session, and not at all without one", async () => {
    answer = { body: bytes };
    const session = { access_token: "of the session" };
    const signedIn = {
      from() {},
      rpc() {},
      auth: { getSession: async () => ({ data: { session } }) },
    };
    await createCallService(signedIn, { url, apiKey: "publishable" }).fetchCallRecording(id);
    expect(requests).toMatchObject([{ authorization: "Bearer of the session" }]);
    await expect(
      createCallService(client, { url, apiKey: "publishable" }).fetchCallRecording(id),
    ).rejects.toMatchObject({ code: "unauthorized" });
    expect(requests).toHaveLength(1);
  });

  it("is requested from the handler's own address, if one is given", async () => {
    answer = { body: bytes };
    await createCallService(client, {
      url: "http://127.0.0.1:1",
      apiKey: "publishable",
      callsUrl: `${url}/api/calls`,
      getAccessToken: () => "agent",
    }).fetchCallRecording(id);
    expect(requests).toMatchObject([{ line: `GET /api/calls/${id}/recording` }]);
  });

  it.each(["recording_not_found", "call_not_found", "invalid_token", "provider_error"] as const)(
    "throws the function's %s",
    async (code) => {
      answer = refusal(code);
      await expect(service().fetchCallRecording(id)).rejects.toMatchObject({
        code,
        message: "A sentence.",
      });
    },
  );

  it("reports a gateway's error, and a missing answer", async () => {
    answer = { status: 404, body: "<html>not deployed</html>" };
    await expect(service().fetchCallRecording(id)).rejects.toMatchObject({ code: "not_found" });
    answer = { status: 504, body: "timeout" };
    await expect(service().fetchCallRecording(id)).rejects.toMatchObject({
      code: "service_unreachable",
      message: "The call service gave no valid answer. Try again.",
    });
    await expect(service("http://127.0.0.1:1").fetchCallRecording(id)).rejects.toMatchObject({
      code: "service_unreachable",
      outcome: "rejected",
    });
  });
});

describe("fetchCallTranscript", () => {
  const text = "Hola, ¿en qué puedo ayudarle? Quisiera información.";

  it("reads WhatsApp's document", async () => {
    answer = json({
      metadata: { audio: { duration: 4.1 } },
      transcript: {
        text,
        language: "es",
        segments: [
          {
            id: 0,
            speaker: "Business",
            channel: 0,
            start: 0,
            end: 1.9,
            text: "Hola",
            confidence: 1,
          },
          {
            id: 1,
            speaker: "Customer",
            channel: 1,
            start: 2,
            end: 4,
            text: "Quisiera más",
            words: [
              { word: "Quisiera", start: 2, end: 2.9, confidence: 0.9, lang: "es" },
              { text: "más", start: 3 },
              { word: "sin tiempo" },
              null,
            ],
          },
          { id: 2, channel: 1, start: 4, text: "información." },
        ],
      },
    });
    expect(await service().fetchCallTranscript(id)).toEqual({
      text,
      language: "es",
      segments: [
        { speaker: "agent", text: "Hola", start: 0, end: 1.9, words: [] },
        {
          speaker: "contact",
          text: "Quisiera más",
          start: 2,
          end: 4,
          words: [
            { text: "Quisiera", start: 2, end: 2.9 },
            { text: "más", start: 3, end: 3 },
          ],
        },
        { speaker: "contact", text: "información.", start: 4, end: null, words: [] },
      ],
    });
    expect(requests[0]?.line).toBe(`GET /functions/v1/whatsapp-call/${id}/transcript`);
  });

  it.each<[string, Answer, object]>([
    [
      "the simulator's, without an envelope",
      json({
        language: "es",
        text,
        segments: [{ start: 0, end: 2, speaker: "user", text: "Hola" }],
      }),
      {
        text,
        language: "es",
        segments: [{ speaker: "contact", text: "Hola", start: 0, end: 2, words: [] }],
      },
    ],
    [
      "plain text of a flat payload",
      { headers: { "content-type": "text/plain; charset=utf-8" }, body: text },
      { text, language: null, segments: [] },
    ],
    ["text in an envelope", json({ transcript: text }), { text, language: null, segments: [] }],
    ["a text that is a number", { body: "55" }, { text: "55", language: null, segments: [] }],
    ["a JSON string", json(text), { text, language: null, segments: [] }],
    [
      "only segments, some of them invalid",
      json({
        segments: [
          { text: "Hola" },
          null,
          { start: 1 },
          { text: "¿Sí?", speaker: "?", start: "1" },
        ],
      }),
      {
        text: "Hola\n¿Sí?",
        language: null,
        segments: [
          { speaker: null, text: "Hola", start: null, end: null, words: [] },
          { speaker: null, text: "¿Sí?", start: null, end: null, words: [] },
        ],
      },
    ],
    [
      "an unknown form, unchanged",
      json({ results: [1] }),
      { text: '{"results":[1]}', language: null, segments: [] },
    ],
    [
      "a file sent as bytes",
      {
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": "attachment",
        },
        body: JSON.stringify({ text }),
      },
      { text, language: null, segments: [] },
    ],
  ])("reads %s", async (_, given, transcript) => {
    answer = given;
    expect(await service().fetchCallTranscript(id)).toEqual(transcript);
  });

  it("throws the function's code", async () => {
    answer = refusal("transcript_not_found");
    await expect(service().fetchCallTranscript(id)).rejects.toMatchObject({
      code: "transcript_not_found",
    });
  });
});
