import { randomUUID } from "node:crypto";
import {
  archiveMedia,
  CallsError,
  eraseContact,
  fetchMedia,
  mediaBucket,
  ProviderError,
} from "@skale-calls/core";
import { type Lite, signUpUser, startLite, type TestDatabase } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createCallService,
  createSupabaseCallStore,
  createSupabaseMediaQueue,
  createSupabaseMediaStorage,
} from "../../src/index.ts";
import { createMigratedDatabase, readMigrations } from "../applyMigrations.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";
import { branchA, branchB } from "../startCallsWorld.ts";

const onEvent = () => {};
const ogg = new Uint8Array(200_000);
ogg.set(new TextEncoder().encode("OggS"));
const transcript = JSON.stringify({
  transcript: { text: "La cotización del sedán.", segments: [] },
});

let database: TestDatabase;
let lite: Lite;
let a: { id: string; client: SupabaseClient };
let b: { id: string; client: SupabaseClient };
let anon: SupabaseClient;
let downloads: string[];

const provider = {
  name: "ycloud",
  async downloadMedia(assetId: string) {
    downloads.push(assetId);
    return assetId.startsWith("transcript")
      ? new Response(transcript, { headers: { "content-type": "application/json" } })
      : new Response(ogg, { headers: { "content-type": "audio/ogg" } });
  },
};

const connect = (key: string, headers: Record<string, string> = {}) =>
  createClient(lite.url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers },
  });
const deps = () => {
  const client = connect(lite.secretKey);
  return {
    store: createSupabaseCallStore({ client }),
    queue: createSupabaseMediaQueue({ client }),
    storage: createSupabaseMediaStorage({ url: lite.url, key: lite.secretKey }),
    provider,
    onEvent,
  };
};

/** Adds a call with a recording and a transcript to the queue, as a webhook does. */
async function addCall(branchId: string | null, phone = "+525587654321"): Promise<string> {
  const id = randomUUID();
  await database.sql`
    insert into whatsapp_calls (id, call_id, status, branch_id, provider, contact_phone, recording_asset, transcript_asset)
    values (${id}, ${`wacid.${id}`}, 'completada', ${branchId}, 'ycloud', ${phone}, ${`recording ${id}`}, ${`transcript ${id}`})`;
  await database.sql`select skale_calls.queue_media(c) from whatsapp_calls c where id = ${id}`;
  return id;
}

const readObjects = () =>
  database.sql<{ name: string }[]>`select name from storage.objects order by name`.then((rows) =>
    rows.map(({ name }) => name),
  );

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  database = await createMigratedDatabase();
  lite = await startLite({ databaseUrl: database.adminUrl, storage: true });
  const signUp = async (name: string, branchId: string) => {
    const credentials = { email: `${name}@example.com`, password: "a long password" };
    const { id, accessToken } = await signUpUser(lite, credentials);
    await database.sql`insert into branches (id) values (${branchId})`;
    await database.sql`insert into users (id, branch_id) values (${id}, ${branchId})`;
    const client = connect(lite.publishableKey, { Authorization: `Bearer ${accessToken}` });
    return { id, client };
  };
  a = await signUp("a", branchA);
  b = await signUp("b", branchB);
  anon = connect(lite.publishableKey);
});
beforeEach(async () => {
  downloads = [];
  await database.sql`delete from whatsapp_calls`;
  await database.sql`delete from whatsapp_call_retention`;
  await archiveMedia(deps());
  expect(await readObjects()).toEqual([]);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await lite.stop();
  await database.drop();
});

describe("a recording and a transcript in Supabase Storage", () => {
  it("are stored in the private bucket, and served to agents of the branch", async () => {
    const id = await addCall(branchA);
    expect(await archiveMedia(deps())).toEqual({ stored: 2, failed: 0, removed: 0 });
    const path = `${branchA}/${id}/recording-1`;
    expect(await readObjects()).toEqual([path, `${branchA}/${id}/transcript-1`]);
    const { data } = await a.client.storage.from(mediaBucket).download(path);
    expect(data?.type).toBe("audio/ogg");
    expect(new Uint8Array((await data?.arrayBuffer()) ?? [])).toEqual(ogg);

    const media = deps();
    const served = await fetchMedia(
      { ...media, media, provider: provider as never },
      { id, userId: a.id, medium: "recording" },
    );
    expect(served.headers.get("content-type")).toBe("audio/ogg");
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(ogg);
    expect(downloads).toHaveLength(2);
    const service = createCallService(a.client as never, { url: lite.url, apiKey: "" });
    expect((await service.fetchCallMedia(id)).map(({ kind, status }) => [kind, status])).toEqual([
      ["recording", "stored"],
      ["transcript", "stored"],
    ]);
    expect((await service.fetchWhatsappCall(id))?.transcript).toBe("La cotización del sedán.");
  });

  it("arrive after two failures of the provider and one of the database, and leave no other file", async () => {
    const id = await addCall(branchA);
    await database.sql`delete from whatsapp_call_media where call = ${id} and kind = 'transcript'`;
    const { queue, ...others } = deps();
    let failures = 2;
    const failing = {
      ...others,
      provider: {
        ...provider,
        async downloadMedia(assetId: string) {
          failures -= 1;
          if (failures >= 0) throw new ProviderError("provider_error", "ambiguous");
          return provider.downloadMedia(assetId);
        },
      },
    };
    const run = async (isDown = false) => {
      const settleMedia = async () => Promise.reject(new CallsError("store_unavailable"));
      const { stored, failed } = await archiveMedia({
        ...failing,
        queue: isDown ? { ...queue, settleMedia } : queue,
      });
      // Every pause and every lease passes.
      await database.sql`
        update whatsapp_call_media set
          next_at = next_at - interval '1 hour', leased_until = leased_until - interval '1 hour'`;
      return { stored, failed };
    };
    expect(await run()).toEqual({ stored: 0, failed: 1 });
    expect(await run()).toEqual({ stored: 0, failed: 1 });
    expect(await run(true)).toEqual({ stored: 0, failed: 1 });
    const folder = `${branchA}/${id}`;
    expect(await readObjects()).toEqual([`${folder}/recording-3`]);
    expect(await run()).toEqual({ stored: 1, failed: 0 });
    await run();
    expect(await readObjects()).toEqual([`${folder}/recording-4`]);
    const media = await queue.findMedia({ callId: id, kind: "recording" });
    expect(media).toMatchObject({ status: "stored", path: `${folder}/recording-4` });
  });

  it("are nobody else's: by Storage, by REST or by a function", async () => {
    const id = await addCall(branchA);
    await archiveMedia(deps());
    for (const [who, client, path] of [
      ["agent of B", b.client, `${branchA}/${id}/recording-1`],
      ["anon", anon, `${branchA}/${id}/recording-1`],
    ] as const) {
      const bucket = client.storage.from(mediaBucket);
      expect({ who, data: (await bucket.download(path)).data }).toEqual({ who, data: null });
      const signed = await bucket.createSignedUrl(path, 60);
      expect({ who, data: signed.data }).toEqual({ who, data: null });
      expect({ who, data: (await bucket.info(path)).data }).toEqual({ who, data: null });
      const folder = path.split("/").slice(0, 2).join("/");
      expect({ who, data: (await bucket.list(folder)).data ?? [] }).toEqual({ who, data: [] });
      const { data } = await client.from("whatsapp_call_media").select("path").eq("path", path);
      expect({ who, data: data ?? [] }).toEqual({ who, data: [] });
    }
    // Nobody but the service role writes or deletes, or calls the functions of the queue.
    const path = `${branchA}/${id}/recording-1`;
    const own = a.client.storage.from(mediaBucket);
    // A small file: Storage closes the connection when it refuses a body that is still being sent.
    const small = ogg.slice(0, 10);
    expect((await own.upload(path, small, { upsert: true })).error).not.toBeNull();
    await own.remove([path]);
    expect(await readObjects()).toContain(path);
    for (const name of ["lease_whatsapp_call_media", "find_whatsapp_call_media"]) {
      const argument = name.startsWith("lease") ? "p_options" : "p_media";
      const { error } = await a.client.rpc(name, { [argument]: { limit: 1 } });
      expect(error?.code).toBe("42501");
    }
    const media = deps();
    const fetchAs = (userId: string, of: string) =>
      fetchMedia(
        { ...media, media, provider: provider as never },
        {
          id: of,
          userId,
          medium: "recording",
        },
      );
    await expect(fetchAs(b.id, id)).rejects.toMatchObject({ code: "call_not_found" });
    expect(await media.queue.retryMedia({ id, userId: b.id })).toBeNull();
  });

  it("of a call without a branch follow the host's can_see, and so does their text", async () => {
    const id = await addCall(null);
    await archiveMedia(deps());
    const path = `unassigned/${id}/recording-1`;
    expect(await readObjects()).toContain(path);
    const media = deps();
    const reach = async () => {
      const text = await a.client.from("whatsapp_calls").select("transcript").eq("id", id);
      const said = await a.client.rpc("whatsapp_calls_page", {
        p_filters: { said: "cotizacion" },
      });
      const row = await a.client.from("whatsapp_call_media").select("path").eq("path", path);
      const stored = await a.client.storage.from(mediaBucket).download(path);
      const served = await fetchMedia(
        { ...media, media, provider: provider as never },
        { id, userId: a.id, medium: "recording" },
      ).catch(() => null);
      await served?.body?.cancel();
      return [
        text.data?.length,
        said.data?.length,
        row.data?.length,
        stored.data !== null,
        served !== null,
        (await media.queue.retryMedia({ id, userId: a.id })) !== null,
      ];
    };
    expect(await reach()).toEqual([1, 1, 1, true, true, true]);
    const { sql } = database;
    const [{ body }] = await sql<[{ body: string }]>`
      select pg_get_functiondef('skale_calls.can_see'::regproc) as body`;
    try {
      await sql.unsafe(body.replace("can_see.branch is null or", ""));
      expect(await reach()).toEqual([0, 0, 0, false, false, false]);
    } finally {
      await sql.unsafe(body);
    }
  });

  it("follow the call's branch of today", async () => {
    const id = await addCall(branchA);
    await archiveMedia(deps());
    const path = `${branchA}/${id}/recording-1`;
    await database.sql`update whatsapp_calls set branch_id = ${branchB} where id = ${id}`;
    expect((await a.client.storage.from(mediaBucket).download(path)).data).toBeNull();
    expect((await b.client.storage.from(mediaBucket).download(path)).data?.size).toBe(ogg.length);
  });

  it("are deleted when the retention period is over", async () => {
    const id = await addCall(branchA);
    const other = await addCall(branchB);
    await archiveMedia(deps());
    await database.sql`
      insert into whatsapp_call_events (provider, event_id, call_id, kind, outcome, payload)
      values ('flat', ${id}, ${`wacid.${id}`}, 'transcript', 'applied', '{"transcript":"La cotización"}')`;
    await database.sql`insert into whatsapp_call_retention (branch_id, days) values (${branchA}, 30)`;
    await database.sql`update whatsapp_calls set created_at = now() - interval '31 days'`;
    expect(await archiveMedia(deps())).toEqual({ stored: 0, failed: 0, removed: 2 });
    expect(await readObjects()).toEqual([
      `${branchB}/${other}/recording-1`,
      `${branchB}/${other}/transcript-1`,
    ]);
    const [call] = await database.sql`select transcript from whatsapp_calls where id = ${id}`;
    expect(call).toEqual({ transcript: null });
    const [event] =
      await database.sql`select payload from whatsapp_call_events where event_id = ${id}`;
    expect(event).toEqual({ payload: null });
    const rows =
      await database.sql`select distinct status, path from whatsapp_call_media where call = ${id}`;
    expect([...rows]).toEqual([{ status: "removed", path: null }]);
    expect(await archiveMedia(deps())).toEqual({ stored: 0, failed: 0, removed: 0 });
  });

  it("are deleted with everything about a contact, and nothing of another contact", async () => {
    const erased = await addCall(branchA, "+5215587654321");
    const kept = await addCall(branchA, "+525511111111");
    await archiveMedia(deps());
    await database.sql`delete from whatsapp_call_events`;
    await database.sql`
      insert into whatsapp_call_events (provider, event_id, call_id, kind, outcome, payload) values
        ('ycloud', 'of the call', ${`wacid.${erased}`}, 'offer', 'applied', '{}'),
        ('ycloud', 'of its consent', null, 'permission', 'applied', '{"from":"525587654321"}'),
        ('ycloud', 'in another form', null, 'unknown', 'applied', '{"from":"+5215587654321"}'),
        ('ycloud', 'of another', null, 'permission', 'applied', '{"from":"525511111111"}')`;
    await database.sql`
      insert into whatsapp_call_permissions (contact_key, business_key, status, occurred_at, event_id) values
        ('+525587654321', '', 'permanent', now(), '1'), ('+525511111111', '', 'permanent', now(), '2')`;
    expect(await eraseContact(deps(), { phone: "+525587654321" })).toEqual({
      calls: 1,
      files: 2,
      left: 0,
    });
    expect(await readObjects()).toEqual([
      `${branchA}/${kept}/recording-1`,
      `${branchA}/${kept}/transcript-1`,
    ]);
    const texts = await database.sql`
      select event_id as text from whatsapp_call_events
      union all select contact_key from whatsapp_call_permissions
      union all select id::text from whatsapp_calls
      union all select distinct call::text from whatsapp_call_media`;
    expect(texts.map(({ text }) => text).sort()).toEqual(
      ["of another", "+525511111111", kept, kept].sort(),
    );
    await expect(deps().queue.eraseContact({} as never)).rejects.toMatchObject({
      code: "store_refused",
    });
  });
});

describe("the queue on Postgres", () => {
  it("works off 1,000 recordings with two instances, each file once", async () => {
    await database.sql`
      insert into whatsapp_calls (call_id, status, branch_id, provider, recording_asset)
      select 'wacid.' || n, 'completada', ${branchA}, 'ycloud', 'recording ' || n
      from generate_series(1, 1000) as n`;
    await database.sql`select skale_calls.queue_media(c) from whatsapp_calls c`;
    let open = 0;
    let most = 0;
    const storage = {
      ...deps().storage,
      async put(_: string, body: ReadableStream<Uint8Array>) {
        open += 1;
        most = Math.max(most, open);
        for await (const part of body) expect(part.length).toBeGreaterThan(0);
        open -= 1;
      },
    };
    const queue = createSupabaseMediaQueue({ client: createSqlRpcClient(database.sql) });
    const run = () =>
      archiveMedia({ ...deps(), queue, storage }, { limit: 1000, concurrency: 3, seconds: 600 });
    const runs = await Promise.all([run(), run()]);
    expect(runs.reduce((sum, { stored }) => sum + stored, 0)).toBe(1000);
    expect(downloads).toHaveLength(1000);
    expect(new Set(downloads).size).toBe(1000);
    expect(most).toBeLessThanOrEqual(6);
    const rows = await database.sql`
      select status, attempts, count(*)::int from whatsapp_call_media where call is not null group by 1, 2`;
    expect([...rows]).toEqual([{ status: "stored", attempts: 1, count: 1000 }]);
    await database.sql`delete from whatsapp_call_media`;
  }, 60_000);
});

describe("the migration", () => {
  it("says what is missing in a database without Storage, and changes nothing", async () => {
    const bare = await createMigratedDatabase();
    const notices: string[] = [];
    const sql = postgres(bare.url, { onnotice: ({ message }) => notices.push(message ?? "") });
    try {
      await sql`drop table storage.objects, storage.buckets`;
      const migration = readMigrations().find(({ name }) => name.endsWith("_supabase_rules.sql"));
      await sql.unsafe(migration?.sql ?? "");
    } finally {
      await sql.end();
      await bare.drop();
    }
    expect(notices.join("\n")).toContain("There is no Supabase Storage in this database");
  });
});
