import { describe, expect, it } from "vitest";
import { logEvents } from "../ports/logEvents.ts";
import { sha256Hex } from "../signature/hash.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { createMemoryMediaQueue } from "../testing/createMemoryMediaQueue.ts";
import { createMemoryMediaStorage } from "../testing/createMemoryMediaStorage.ts";
import { makeCall } from "../testing/makeCall.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { archiveMedia } from "./archiveMedia.ts";
import { eraseContact } from "./eraseContact.ts";
import { fetchMedia } from "./fetchMedia.ts";

const [ana, , eva] = contractWorld.agents;
const [branchA] = contractWorld.branches;
const [, , inboxAtMeta] = contractWorld.inboxes;
const ogg = (length: number) => {
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode("OggS"));
  return bytes;
};
const document = JSON.stringify({
  transcript: {
    text: "Hola, buenas tardes.",
    language: "es",
    segments: [
      {
        speaker: "Business",
        start: 0,
        end: 1,
        text: "Hola, buenas tardes.",
        words: [{ word: "Hola,", start: 0, end: 0.4 }],
      },
    ],
  },
});

type Answer = () => Response | Promise<Response>;
const file = (body: BodyInit, type: string | null = "audio/ogg") =>
  new Response(body, { headers: type === null ? {} : { "content-type": type } });

/** A queue of calls, each with one recording, and a provider that answers by the asset's id. */
function createWorld(answers: Record<string, Answer> | Answer, count = 1) {
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const store = createMemoryCallStore({ ...contractWorld, now });
  for (let number = 1; number <= count; number += 1) {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    store.calls.set(
      id,
      makeCall({
        id,
        call_id: `wacid.${number}`,
        branch_id: branchA,
        recording_asset: `recording${number}`,
        created_at: now().toISOString(),
        updated_at: now().toISOString(),
      }),
    );
  }
  const queue = createMemoryMediaQueue({ store, now });
  const storage = createMemoryMediaStorage();
  const downloads: string[] = [];
  const logged: object[] = [];
  const note = (message: string, fields?: object) => void logged.push({ message, ...fields });
  const deps = {
    store,
    queue,
    storage,
    onEvent: logEvents({ info: note, warn: note, error: note }),
    provider: {
      name: "ycloud",
      async downloadMedia(assetId: string) {
        downloads.push(assetId);
        const answer = typeof answers === "function" ? answers : answers[assetId];
        if (!answer) throw new CallsError("media_not_found");
        return answer();
      },
    },
  };
  const first = "00000000-0000-4000-8000-000000000001";
  return {
    ...deps,
    deps,
    downloads,
    logged,
    first,
    change: (values: object) =>
      store.calls.set(first, { ...store.calls.get(first), ...values } as never),
    wait: (seconds: number) => {
      offset += seconds * 1000;
    },
    media: (kind: "recording" | "transcript" = "recording") =>
      queue.findMedia({ callId: first, kind }),
  };
}

const guarded = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };
const octets = "application/octet-stream";
const nothing = { stored: 0, failed: 0, removed: 0 };

describe("archiveMedia", () => {
  it("stores a recording under its branch and call, with its type, size and hash", async () => {
    const bytes = ogg(100_000);
    const world = createWorld(() => file(bytes, "audio/ogg; codecs=opus"));
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
    const path = `${branchA}/${world.first}/recording-1`;
    expect([...world.storage.files]).toEqual([[path, { type: "audio/ogg", bytes }]]);
    expect(await world.media()).toMatchObject({
      status: "stored",
      path,
      media_type: "audio/ogg",
      bytes: 100_000,
      sha256: sha256Hex(bytes),
      attempts: 1,
    });
    expect(await archiveMedia(world.deps)).toEqual(nothing);
    expect(world.downloads).toEqual(["recording1"]);
  });

  it("downloads each file from its call's provider, and gives it up after that provider's time", async () => {
    const world = createWorld(() => file(ogg(10)));
    world.change({ provider: "meta" });
    const asked: string[] = [];
    const meta = {
      name: "meta",
      mediaSeconds: 7 * 86_400,
      downloadMedia: async (assetId: string) => {
        asked.push(assetId);
        throw new ProviderError("provider_unreachable", "ambiguous");
      },
    };
    const deps = { ...world.deps, providers: [meta] };
    expect(await archiveMedia(deps)).toEqual({ ...nothing, failed: 1 });
    expect([asked, world.downloads]).toEqual([["recording1"], []]);
    world.wait(8 * 86_400);
    expect(await archiveMedia(deps)).toEqual(nothing);
    expect((await world.media())?.status).toBe("expired");
  });

  it("downloads a file of a flat payload from the inbox's provider, and gives it up after that provider's time", async () => {
    const world = createWorld(() => file(ogg(10)), 2);
    world.change({ provider: "flat", inbox_id: inboxAtMeta.id });
    const asked: string[] = [];
    const meta = {
      name: "meta",
      mediaSeconds: 7 * 86_400,
      downloadMedia: async (assetId: string) => {
        asked.push(assetId);
        throw new ProviderError("provider_unreachable", "ambiguous");
      },
    };
    const deps = { ...world.deps, providers: [meta] };
    expect(await archiveMedia(deps)).toEqual({ ...nothing, failed: 1, stored: 1 });
    expect([asked, world.downloads]).toEqual([["recording1"], ["recording2"]]);
    world.wait(8 * 86_400);
    expect(await archiveMedia(deps)).toEqual(nothing);
    expect((await world.media())?.status).toBe("expired");
  });

  it.each([
    ["a call of the standard provider", { provider: "ycloud" }],
    ["a flat payload", { provider: "flat" }],
  ])(
    "waits for %s as long as the standard provider keeps files, whatever the inbox names",
    async (_, values) => {
      const world = createWorld(() =>
        Promise.reject(new ProviderError("provider_unreachable", "ambiguous")),
      );
      const isFlat = values.provider === "flat";
      world.change({ ...values, inbox_id: isFlat ? null : inboxAtMeta.id });
      const meta = { ...world.provider, name: "meta", mediaSeconds: 7 * 86_400 };
      const provider = { ...world.provider, mediaSeconds: 10 * 86_400 };
      const deps = { ...world.deps, provider, providers: [meta] };
      world.wait(9 * 86_400);
      expect(await archiveMedia(deps)).toEqual({ ...nothing, failed: 1 });
      world.wait(2 * 86_400);
      expect(await archiveMedia(deps)).toEqual(nothing);
      expect((await world.media())?.status).toBe("expired");
    },
  );

  it("repeats attempts at the file of a provider that is not configured, without a download", async () => {
    const world = createWorld(() => file(ogg(10)));
    world.change({ provider: "meta", inbox_id: inboxAtMeta.id });
    for (let run = 0; run < 25; run += 1) {
      expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
      world.wait(6 * 3600 + 1);
    }
    expect(await world.media()).toMatchObject({
      status: "pending",
      error_code: "provider_not_configured",
    });
    expect(world.downloads).toEqual([]);
    const meta = { ...world.provider, name: "meta" };
    expect(await archiveMedia({ ...world.deps, providers: [meta] })).toMatchObject({ stored: 1 });
  });

  it("stores a transcript, and gives its text to the call", async () => {
    const world = createWorld({ transcript1: () => file(document, "application/json") });
    world.change({ recording_asset: null, transcript_asset: "transcript1" });
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
    expect(world.store.calls.get(world.first)?.transcript).toBe("Hola, buenas tardes.");
    expect((await world.media("transcript"))?.path).toMatch(/\/transcript-1$/);
  });

  it("arrives after two failures, with a pause after each", async () => {
    let failures = 0;
    const world = createWorld(() => {
      failures += 1;
      if (failures === 1) throw new CallsError("media_not_found");
      if (failures === 2) throw new ProviderError("provider_unreachable", "ambiguous");
      return file(ogg(10));
    });
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    expect(await world.media()).toMatchObject({ status: "pending", error_code: "media_not_found" });
    expect(await archiveMedia(world.deps)).toEqual(nothing);
    world.wait(31);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    expect(await world.media()).toMatchObject({ error_code: "provider_unreachable" });
    world.wait(31);
    expect(await archiveMedia(world.deps)).toEqual(nothing);
    world.wait(31);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
    expect(await world.media()).toMatchObject({ status: "stored", error_code: null, attempts: 3 });
    expect(JSON.stringify(world.logged)).not.toMatch(/recording1/);
  });

  it("repeats an attempt whose storage failed", async () => {
    const world = createWorld(() => file(ogg(10)));
    world.storage.before(() => {
      throw new CallsError("storage_unavailable");
    });
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    expect(await world.media()).toMatchObject({ error_code: "storage_unavailable" });
    world.storage.before(null);
    world.wait(31);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
  });

  it.each<[string, (world: ReturnType<typeof createWorld>) => void, ErrorCode]>([
    [
      "the storage is down",
      ({ storage }) =>
        storage.before(() => {
          throw new CallsError("storage_unavailable");
        }),
      "storage_unavailable",
    ],
    [
      "the bucket is missing",
      ({ storage }) =>
        storage.before(() => {
          throw new CallsError("storage_refused");
        }),
      "storage_refused",
    ],
    [
      "the provider's key is wrong",
      ({ provider }) => {
        provider.downloadMedia = () => {
          throw new ProviderError("provider_auth", "rejected");
        };
      },
      "provider_auth",
    ],
    [
      "the provider fails",
      ({ provider }) => {
        provider.downloadMedia = () => {
          throw new ProviderError("provider_error", "ambiguous");
        };
      },
      "provider_error",
    ],
  ])("repeats while %s, up to the last day of the file", async (_, breakIt, code) => {
    const world = createWorld(() => file(ogg(10)));
    const { downloadMedia } = world.provider;
    breakIt(world);
    const sixHours = 6 * 3600;
    for (let hours = 0; hours < 29 * 24; hours += 6) {
      expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
      world.wait(sixHours + 1);
    }
    expect(await world.media()).toMatchObject({ status: "pending", error_code: code });
    world.storage.before(null);
    world.provider.downloadMedia = downloadMedia;
    expect(await archiveMedia(world.deps)).toMatchObject({ stored: 1 });
    expect(world.storage.files.size).toBe(1);
  });

  it.each<[string, Answer, ErrorCode, number]>([
    ["is gone", () => Promise.reject(new CallsError("media_not_found")), "media_not_found", 20],
    ["has a wrong type", () => file("<html> and more"), "media_type_refused", 20],
    ["is too large", () => file(ogg(101)), "media_too_large", 1],
  ])("ends the attempts at a file that %s", async (_, answer, code, attempts) => {
    const world = createWorld(answer);
    for (let run = 0; run < 30; run += 1) {
      await archiveMedia(world.deps, { sizes: { recording: 100 } });
      world.wait(6 * 3600 + 1);
    }
    expect(await world.media()).toMatchObject({ status: "failed", error_code: code, attempts });
    expect(world.downloads).toHaveLength(attempts);
    expect(world.storage.files.size).toBe(0);
  });

  it("counts only the faults of the file, not the attempts while the storage was down", async () => {
    const world = createWorld(() => file(ogg(10)));
    const { downloadMedia } = world.provider;
    world.storage.before(() => {
      throw new CallsError("storage_unavailable");
    });
    const tryAgain = async (times: number) => {
      for (let run = 0; run < times; run += 1) {
        await archiveMedia(world.deps);
        world.wait(6 * 3600 + 1);
      }
    };
    await tryAgain(25);
    world.storage.before(null);
    world.provider.downloadMedia = () => Promise.reject(new CallsError("media_not_found"));
    await archiveMedia(world.deps);
    expect(await world.media()).toMatchObject({ status: "pending", error_code: "media_not_found" });
    world.wait(31);
    await tryAgain(18);
    expect(await world.media()).toMatchObject({ status: "pending", attempts: 44 });
    world.provider.downloadMedia = downloadMedia;
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
  });

  it("begins again with a newer file, whose first fault has the first pause", async () => {
    let isThere = false;
    const world = createWorld({
      newer: () => {
        if (!isThere) throw new CallsError("media_not_found");
        return file(ogg(10));
      },
    });
    for (let run = 0; run < 30; run += 1) {
      await archiveMedia(world.deps);
      world.wait(6 * 3600 + 1);
    }
    expect(await world.media()).toMatchObject({ status: "failed", attempts: 20 });
    world.change({ recording_asset: "newer" });
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    expect(await world.media()).toMatchObject({ status: "pending", attempts: 22 });
    isThere = true;
    world.wait(31);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
  });

  it("deletes a file whose result could not be saved, and stores it under another path", async () => {
    const world = createWorld(() => file(ogg(10)));
    const { settleMedia } = world.queue;
    world.queue.settleMedia = () => Promise.reject(new CallsError("store_unavailable"));
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    world.queue.settleMedia = settleMedia;
    expect([...world.storage.files.keys()]).toEqual([expect.stringMatching(/recording-1$/)]);
    world.wait(301);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, stored: 1 });
    world.wait(301);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, removed: 1 });
    expect([...world.storage.files.keys()]).toEqual([expect.stringMatching(/recording-2$/)]);
    expect((await world.media())?.path).toMatch(/recording-2$/);
  });

  it("tells why an attempt failed, also when its result cannot be saved", async () => {
    const world = createWorld({});
    world.queue.settleMedia = () => Promise.reject(new CallsError("store_unavailable"));
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, failed: 1 });
    expect(world.logged).toMatchObject([
      { message: "media", outcome: "failed", code: "media_not_found" },
      { message: "media_not_settled", code: "store_unavailable" },
    ]);
  });

  it("keeps the file of the newer worker when an older one finishes after it", async () => {
    const world = createWorld(() => file(ogg(10)));
    const { deps, queue, storage } = world;
    let finishOld = () => {};
    const isOld = new Promise<void>((resolve) => {
      finishOld = resolve;
    });
    const late = {
      ...storage,
      async put(...[path, body, options]: Parameters<typeof storage.put>) {
        await isOld;
        await storage.put(path, body, options);
      },
    };
    const old = archiveMedia({ ...deps, storage: late });
    await expect.poll(() => world.downloads.length).toBe(1);
    world.wait(301);
    expect(await archiveMedia(deps)).toEqual({ ...nothing, stored: 1 });
    finishOld();
    expect(await old).toEqual({ ...nothing, failed: 1 });
    expect(storage.files.size).toBe(2);
    world.wait(301);
    expect(await archiveMedia(deps)).toEqual({ ...nothing, removed: 1 });
    const path = (await world.media())?.path ?? "";
    expect(path).toMatch(/recording-2$/);
    expect([...storage.files.keys()]).toEqual([path]);
    expect(queue.rows).toHaveLength(1);
  });

  it.each<[string, "recording" | "transcript", () => Response, ErrorCode]>([
    ["a page", "recording", () => file("<html>", "text/html"), "media_type_refused"],
    [
      "a page as audio",
      "recording",
      () => file("<html> and more", "audio/ogg"),
      "media_type_refused",
    ],
    [
      "JSON as audio",
      "recording",
      () => file('{"error":1} and more', "audio/ogg"),
      "media_type_refused",
    ],
    ["a video's type", "recording", () => file(ogg(20), "video/mp4"), "media_type_refused"],
    ["nothing", "recording", () => file(""), "media_type_refused"],
    ["a short file", "recording", () => file("Og"), "media_type_refused"],
    [
      "audio as a transcript",
      "transcript",
      () => file(ogg(20), "application/json"),
      "media_type_refused",
    ],
    [
      "a page as a transcript",
      "transcript",
      () => file("<!doctype html>", "text/plain"),
      "media_type_refused",
    ],
    [
      "a transcript in Latin-1",
      "transcript",
      () =>
        file(
          Uint8Array.of(72, 111, 108, 225, 32, 113, 117, 225, 32, 116, 97, 108, 46),
          "text/plain",
        ),
      "media_type_refused",
    ],
    ["too many bytes", "recording", () => file(ogg(101)), "media_too_large"],
    [
      "too many bytes as it says",
      "recording",
      () => new Response(ogg(20), { headers: { "content-length": "101" } }),
      "media_too_large",
    ],
    [
      "a too long transcript",
      "transcript",
      () => file(`{"text":"${"x".repeat(101)}"}`, null),
      "media_too_large",
    ],
  ])("refuses %s of a %s", async (_, kind, answer, code) => {
    const world = createWorld(answer);
    if (kind === "transcript") world.change({ recording_asset: null, transcript_asset: "t" });
    const sizes = { recording: 100, transcript: 100 };
    expect(await archiveMedia(world.deps, { sizes })).toMatchObject({ stored: 0, failed: 1 });
    expect(await world.media(kind)).toMatchObject({
      error_code: code,
      status: code === "media_too_large" ? "failed" : "pending",
    });
    expect(world.storage.files.size).toBe(0);
  });

  it.each([
    ["ID3\x04 and more of it", "audio/mpeg"],
    ["RIFF\x01\x02\x03\x04WAVEfmt ", "audio/wav"],
    ["\x00\x00\x00\x20ftypM4A and more", "audio/mp4"],
  ])("knows the file %j by its first bytes, in any parts", async (text, type) => {
    const parts = [...text].map((letter) => Uint8Array.of(letter.charCodeAt(0)));
    const world = createWorld(() => {
      const rest = [...parts];
      const body = new ReadableStream({
        pull(controller) {
          const part = rest.shift();
          if (part) controller.enqueue(part);
          else controller.close();
        },
      });
      return new Response(body, { headers: { "content-type": "application/octet-stream" } });
    });
    await archiveMedia(world.deps);
    const [stored] = world.storage.files.values();
    expect(stored?.type).toBe(type);
    expect(String.fromCharCode(...(stored?.bytes ?? []))).toBe(text);
  });

  it("closes the provider's connection when it refuses a file", async () => {
    let isClosed = false;
    let parts = 0;
    const world = createWorld(() => {
      const body = new ReadableStream({
        pull(controller) {
          parts += 1;
          if (parts < 1000) controller.enqueue(ogg(1000));
          else controller.close();
        },
        cancel() {
          isClosed = true;
        },
      });
      return new Response(body);
    });
    await archiveMedia(world.deps, { sizes: { recording: 100_000 } });
    expect(await world.media()).toMatchObject({ error_code: "media_too_large" });
    expect(isClosed).toBe(true);
  });

  it("fetches each file once, by any number of workers at the same time", async () => {
    const world = createWorld(() => file(ogg(10)), 50);
    const runs = await Promise.all([1, 2, 3].map(() => archiveMedia(world.deps)));
    expect(runs.reduce((sum, { stored }) => sum + stored, 0)).toBe(50);
    expect(new Set(world.downloads).size).toBe(50);
    expect(world.downloads).toHaveLength(50);
  });

  it("stops at its limit and at its time", async () => {
    const world = createWorld(() => file(ogg(10)), 10);
    expect(await archiveMedia(world.deps, { limit: 3 })).toMatchObject({ stored: 3 });
    expect(await archiveMedia(world.deps, { seconds: 0 })).toMatchObject({ stored: 0 });
    expect(await archiveMedia(world.deps)).toMatchObject({ stored: 7 });
  });

  it("works off 1,000 recordings, and never opens more than `concurrency` of them", async () => {
    let open = 0;
    let most = 0;
    let unread = 0;
    let mostUnread = 0;
    const chunk = ogg(64 * 1024);
    const world = createWorld(() => {
      open += 1;
      most = Math.max(most, open);
      // A few are large: 16 MB in 256 parts.
      let parts = world.downloads.length % 200 === 0 ? 256 : 1;
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (parts === 0) {
              open -= 1;
              controller.close();
              return;
            }
            parts -= 1;
            unread += 1;
            mostUnread = Math.max(mostUnread, unread);
            controller.enqueue(chunk);
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body);
    }, 1000);
    let bytes = 0;
    const { deps } = world;
    const storage = {
      ...deps.storage,
      async put(_: string, body: ReadableStream<Uint8Array>) {
        for await (const part of body) {
          unread -= 1;
          bytes += part.length;
          // A storage that is slower than the provider.
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    };
    const summary = await archiveMedia({ ...deps, storage }, { limit: 1000, concurrency: 4 });
    expect(summary).toMatchObject({ stored: 1000, failed: 0 });
    expect(most).toBeLessThanOrEqual(4);
    // Each open file has at most one part in memory.
    expect(mostUnread).toBeLessThanOrEqual(4);
    expect(bytes).toBe((995 + 5 * 256) * chunk.length);
  });
});

describe("fetchMedia", () => {
  const fetchAs = (
    world: ReturnType<typeof createWorld>,
    userId: string,
    options: { medium?: "recording" | "transcript"; range?: string } = {},
  ) =>
    fetchMedia(
      { ...world.deps, media: world.deps, provider: world.provider as never },
      { id: world.first, userId, medium: "recording", ...options },
    );

  it("serves what is stored, and the provider's file before that", async () => {
    const world = createWorld(() => file(ogg(1000)));
    const passed = await fetchAs(world, ana.id);
    expect(passed.status).toBe(200);
    expect(world.downloads).toHaveLength(1);
    expect(Object.fromEntries(passed.headers)).toMatchObject(guarded);
    await archiveMedia(world.deps);
    const stored = await fetchAs(world, ana.id);
    expect(stored.headers.get("content-type")).toBe("audio/ogg");
    expect(Object.fromEntries(stored.headers)).toMatchObject(guarded);
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(ogg(1000));
    expect(world.downloads).toHaveLength(2);
    const part = await fetchAs(world, ana.id, { range: "bytes=0-3" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 0-3/1000",
      "OggS",
    ]);
    await expect(fetchAs(world, eva.id)).rejects.toMatchObject({ code: "call_not_found" });
  });

  it.each<[string, "recording" | "transcript", object, Answer, number, string | null]>([
    ["a page of the provider", "recording", {}, () => file("<html>", "text/html"), 200, octets],
    ["a file without a type", "recording", {}, () => file(ogg(9), null), 200, octets],
    [
      "the text of a call",
      "transcript",
      { transcript: "Hola" },
      () => file(""),
      200,
      "text/plain; charset=utf-8",
    ],
    [
      "the address of a recording",
      "recording",
      { recording_asset: null, recording_url: "https://example.com/a.ogg" },
      () => file(""),
      302,
      null,
    ],
  ])("guards %s, so that no cache keeps it and no browser shows it", async (...given) => {
    const [, medium, values, answer, status, type] = given;
    const world = createWorld(answer);
    world.change(values);
    const response = await fetchAs(world, ana.id, { medium });
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    expect(Object.fromEntries(response.headers)).toMatchObject(guarded);
  });

  it("falls back to the provider when the stored file is gone, but not after a retention period", async () => {
    const world = createWorld(() => file(ogg(10)));
    await archiveMedia(world.deps);
    world.storage.files.clear();
    expect((await fetchAs(world, ana.id)).status).toBe(200);
    expect(world.downloads).toHaveLength(2);
    const [row] = world.queue.rows;
    if (row) row.status = "removed";
    await expect(fetchAs(world, ana.id)).rejects.toMatchObject({ code: "recording_not_found" });
  });
});

describe("eraseContact", () => {
  it("deletes the files, also after a failure of the storage", async () => {
    const world = createWorld(() => file(ogg(10)));
    world.change({ contact_phone: "+525587654321" });
    await archiveMedia(world.deps);
    world.storage.before((act) => {
      if (act === "remove") throw new CallsError("storage_unavailable");
    });
    const contact = { phone: "+525587654321" };
    expect(await eraseContact(world.deps, contact)).toEqual({ calls: 1, files: 0, left: 1 });
    expect(world.storage.files.size).toBe(1);
    world.storage.before(null);
    world.wait(301);
    expect(await archiveMedia(world.deps)).toEqual({ ...nothing, removed: 1 });
    expect(world.storage.files.size).toBe(0);
    expect(world.queue.rows).toEqual([]);
  });

  it("counts the files of the contact only", async () => {
    const world = createWorld(() => file(ogg(10)), 3);
    world.change({ contact_phone: "+525587654321" });
    await archiveMedia(world.deps);
    // Another contact's call was deleted, and its file waits for the worker.
    world.store.calls.delete("00000000-0000-4000-8000-000000000002");
    const contact = { phone: "+525587654321" };
    expect(await eraseContact(world.deps, contact)).toEqual({ calls: 1, files: 1, left: 0 });
    expect(world.storage.files.size).toBe(1);
  });

  it("deletes a file that a running attempt stores after its call was deleted", async () => {
    const world = createWorld(() => file(ogg(10)));
    world.change({ contact_phone: "+525587654321" });
    world.storage.before(async (act) => {
      if (act === "put") await eraseContact(world.deps, { phone: "+525587654321" });
    });
    await archiveMedia(world.deps);
    expect(world.storage.files.size).toBe(0);
  });
});
