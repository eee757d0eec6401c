import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorCode } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { createSupabaseMediaStorage } from "../../src/index.ts";

function createWorld(answer: () => Response | Promise<Response>) {
  const requests: Request[] = [];
  const storage = createSupabaseMediaStorage({
    url: "https://abc.supabase.co/",
    key: "secret",
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      return answer();
    },
  });
  return { storage, requests };
}

const body = () => new Blob(["OggS"]).stream();

describe("createSupabaseMediaStorage", () => {
  it("sends a file as a stream to its path in the bucket", async () => {
    const { storage, requests } = createWorld(() => Response.json({ Key: "k" }));
    await storage.put("a b/c/recording.ogg", body(), { type: "audio/ogg" });
    const [request] = requests;
    expect(request?.url).toBe(
      "https://abc.supabase.co/storage/v1/object/whatsapp-call-media/a%20b/c/recording.ogg",
    );
    expect(request?.method).toBe("POST");
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      apikey: "secret",
      authorization: "Bearer secret",
      "content-type": "audio/ogg",
      "x-upsert": "true",
    });
    expect(await request?.text()).toBe("OggS");
  });

  it("reads a file only as fast as Storage takes it, so that its size does not matter for the memory", async () => {
    const chunk = new Uint8Array(256 * 1024);
    const size = 64 * 1024 * 1024;
    let given = 0;
    let taken = 0;
    let most = 0;
    const server = createServer(async (request, response) => {
      for await (const part of request) {
        taken += part.length;
        // Slower than the source.
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const storage = createSupabaseMediaStorage({ url: `http://127.0.0.1:${port}`, key: "k" });
      const source = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (given === size) return controller.close();
            given += chunk.length;
            most = Math.max(most, given - taken);
            controller.enqueue(chunk);
          },
        },
        { highWaterMark: 0 },
      );
      await storage.put("a/recording-1", source, { type: "audio/ogg" });
    } finally {
      server.close();
    }
    expect(taken).toBe(size);
    // What the sockets of this machine hold.
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });

  it("passes a range on, and its answer back", async () => {
    const { storage, requests } = createWorld(
      () => new Response("gg", { status: 206, headers: { "content-range": "bytes 1-2/4" } }),
    );
    const answer = await storage.get("a/recording.ogg", { range: "bytes=1-2" });
    expect(requests[0]?.headers.get("range")).toBe("bytes=1-2");
    expect([answer.status, answer.headers.get("content-range")]).toEqual([206, "bytes 1-2/4"]);
  });

  it("deletes several files with one request, and none without any", async () => {
    const { storage, requests } = createWorld(() => Response.json([]));
    await storage.remove([]);
    await storage.remove(["a", "b"]);
    expect(requests).toHaveLength(1);
    expect(await requests[0]?.json()).toEqual({ prefixes: ["a", "b"] });
  });

  it.each<[string, () => Response | Promise<Response>, ErrorCode]>([
    [
      "a missing file",
      () =>
        Response.json(
          { statusCode: "404", error: "not_found", message: "Object not found" },
          { status: 400 },
        ),
      "media_not_found",
    ],
    [
      "a missing bucket",
      () =>
        Response.json(
          { statusCode: "404", error: "Bucket not found", message: "Bucket not found" },
          { status: 400 },
        ),
      "storage_refused",
    ],
    [
      "a wrong key",
      () =>
        Response.json(
          { statusCode: "403", error: "Unauthorized", message: "Invalid Compact JWS" },
          { status: 400 },
        ),
      "storage_refused",
    ],
    [
      "a wrong type",
      () =>
        Response.json(
          { statusCode: "415", error: "invalid_mime_type", message: "mime type" },
          { status: 400 },
        ),
      "storage_refused",
    ],
    [
      "a too large file",
      () =>
        Response.json(
          { statusCode: "413", error: "Payload too large", message: "exceeded" },
          { status: 400 },
        ),
      "media_too_large",
    ],
    ["a gateway's page", () => new Response("<html>", { status: 504 }), "storage_unavailable"],
    ["too many requests", () => new Response("", { status: 429 }), "storage_unavailable"],
    ["no connection", () => Promise.reject(new TypeError("fetch failed")), "storage_unavailable"],
  ])("gives %s a code", async (_, answer, code) => {
    const { storage } = createWorld(answer);
    await expect(storage.get("a")).rejects.toMatchObject({ code });
  });
});
