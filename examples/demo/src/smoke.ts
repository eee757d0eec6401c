import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseEnv } from "node:util";
import { type CallService, createCallService } from "@skale-calls/supabase-adapter";
import { writeSdp } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { runDoctor } from "../../supabase/src/doctor/runDoctor.ts";

// Runs the demo as a user does, and checks that it starts, that a call in each direction ends correctly, and that it stops.

const root = new URL("../../../", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "skale-demo-"));
const started = Date.now();
const demo = spawn("npx", ["-y", "pnpm@10", "demo"], {
  cwd: root,
  env: { ...process.env, DEMO_DIR: folder },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(demo, "exit");
let page = "";
let failed = true;
try {
  const ready = await readUntil("ready ");
  const env = parseEnv(readFileSync(join(folder, "env"), "utf8")) as Record<string, string>;
  console.log(`${ready} after ${seconds()} s`);
  page = env.PAGE_URL ?? "";
  await readPage(env);
  console.log(`doctor: ${await askDoctor(env)} checks are well`);

  const agent = createClient(env.SUPABASE_URL ?? "", env.SUPABASE_PUBLISHABLE_KEY ?? "");
  const { data: session, error } = await agent.auth.signInWithPassword({
    email: env.AGENT_EMAIL ?? "",
    password: env.AGENT_PASSWORD ?? "",
  });
  assert.ok(!error && session.user, "the agent signs in");
  const service = createCallService(agent, {
    url: env.SUPABASE_URL ?? "",
    apiKey: env.SUPABASE_PUBLISHABLE_KEY ?? "",
  });

  assert.deepEqual(await listenToSeeds(agent, service), ["47 s", "34 s"], "the seeded recordings");
  await behave(env, { onIncoming: "answer", ringMs: 1_000, talkMs: 2_000 });
  // Meta has no call without an SDP.
  if (env.CALL_PROVIDER === "ycloud") {
    console.log(`outgoing: ${(await dialAsTheGuideDoes(agent, env)).join(" -> ")}`);
  }
  const byWebrtc = await dialAsTheGuideDoes(agent, env, { sdp: writeSdp("actpass") });
  console.log(`outgoing by WebRTC: ${byWebrtc.join(" -> ")}`);
  console.log(`incoming, answered: ${(await ringAndAnswer(agent, service, env)).join(" -> ")}`);
  console.log(`incoming, unanswered: ${(await ringAndMiss(agent, env)).join(" -> ")}`);
  failed = false;
} finally {
  // Sends the signal only to the launcher, as a supervisor does. A terminal's Ctrl-C reaches all processes.
  demo.kill("SIGTERM");
  await ended;
  if (page !== "") {
    await until(async () => ((await fetch(page).catch(() => null)) === null ? true : undefined));
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`${failed ? "failed" : "ended, and nothing is left"} after ${seconds()} s`);
}

/** Sends and reads the same data as the front-end service of the integration guide (section 4), plus an SDP if one is given. */
async function dialAsTheGuideDoes(
  agent: SupabaseClient,
  env: Record<string, string>,
  more: { sdp?: string } = {},
) {
  const { data, error } = await agent.functions.invoke("whatsapp-call", {
    body: { to: env.CONTACT_PHONE, inbox_id: null, ...more },
  });
  assert.ok(!error && data?.ok, `dialled: ${JSON.stringify(data)}`);
  const seen = await follow(agent, data.call, "completada");
  assert.deepEqual(seen, ["iniciando", "en_curso", "completada"]);

  const { data: listed } = await agent
    .from("whatsapp_calls")
    .select("id, duration_seconds")
    .order("created_at", { ascending: false })
    .limit(100)
    .eq("branch_id", data.call.branch_id)
    .eq("status", "completada");
  assert.equal(listed?.[0]?.id, data.call.id, "it is listed by branch and status");
  assert.ok(listed?.[0]?.duration_seconds > 0, "it has a duration");
  const { error: notes } = await agent
    .from("whatsapp_calls")
    .update({ notes: "Llamar el lunes." })
    .eq("id", data.call.id);
  assert.equal(notes, null, "notes are updated");
  return seen;
}

/** Reads the page without a browser. Other tests check the media in a browser. */
async function readPage(env: Record<string, string>) {
  const page = env.PAGE_URL ?? "";
  const index = await fetch(page);
  const html = await index.text();
  assert.match(index.headers.get("content-type") ?? "", /^text\/html/, "the page is HTML");
  const script = /<script[^>]+src="([^"]+)"/.exec(html)?.[1] ?? "";
  const served = await fetch(new URL(script, page));
  assert.match(served.headers.get("content-type") ?? "", /javascript/, "its script is served");
  assert.match(served.headers.get("cache-control") ?? "", /immutable/, "and may be kept");
  const config = (await (await fetch(new URL("config.json", page))).json()) as object;
  assert.deepEqual(config, {
    supabaseUrl: env.SUPABASE_URL,
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
    iceServers: [],
    realtime: false,
    defaultCountry: "MX",
    accountTimeZone: "America/Mexico_City",
  });
}

/** Checks the running demo as a deployment. Its database has no Realtime, which the doctor notes. */
async function askDoctor(env: Record<string, string>): Promise<number> {
  const own = env.CALL_PROVIDER === "meta" ? /^META_/ : /^YCLOUD_/;
  const findings = await runDoctor({
    variables: {
      SUPABASE_URL: env.SUPABASE_URL,
      SUPABASE_SECRET_KEY: env.SUPABASE_SECRET_KEY,
      CALL_PROVIDER: env.CALL_PROVIDER,
      CALL_FROM: env.BUSINESS_PHONE,
      YCLOUD_API_BASE: env.SIMULATOR_URL,
      META_API_BASE: env.SIMULATOR_URL,
      ...Object.fromEntries(Object.entries(env).filter(([name]) => own.test(name))),
    },
  });
  const bad = findings.filter(({ check, state }) => state !== "ok" && check !== "realtime");
  assert.deepEqual(bad, []);
  return findings.length;
}

async function ringAndMiss(agent: SupabaseClient, env: Record<string, string>) {
  await behave(env, { onIncoming: "answer", ringMs: 2_000 });
  return follow(agent, await ring(agent, env), "no_contestada");
}

async function ringAndAnswer(
  agent: SupabaseClient,
  { api }: CallService,
  env: Record<string, string>,
) {
  await behave(env, { talkMs: 2_000 });
  const { id, ...call } = await ring(agent, env);
  const body = { sdp: writeSdp("active") };
  await api.send("POST /{id}/claim", { id, body });
  await api.send("POST /{id}/pre-accept", { id, body });
  await api.send("POST /{id}/accept", { id, body });
  const seen = await follow(agent, { id, ...call }, "completada");
  const { data } = await agent.from("whatsapp_calls").select("*").eq("id", id).single();
  assert.ok(data.user_id, "it has the agent who answered");
  for (const medium of ["GET /{id}/recording", "GET /{id}/transcript"] as const) {
    await until(() =>
      api.fetchFile(medium, { id }).then(
        () => true,
        () => undefined,
      ),
    );
  }
  return seen;
}

/** Fetches the recordings and transcripts of the history's first recorded calls through the edge function. */
async function listenToSeeds(agent: SupabaseClient, service: CallService): Promise<string[]> {
  const { data } = await agent
    .from("whatsapp_calls")
    .select("id, duration_seconds")
    .like("recording_asset", "demo-%")
    .order("created_at");
  return Promise.all(
    (data ?? []).map(async ({ id, duration_seconds }) => {
      const recording = await service.fetchCallRecording(id);
      assert.match(recording.type, /^audio\/ogg/, "a seeded recording is audio");
      const seconds = readLength(Buffer.from(await recording.arrayBuffer()));
      assert.ok(Math.abs(seconds - duration_seconds) < 0.2, "it is as long as its call");
      const { segments } = await service.fetchCallTranscript(id);
      assert.deepEqual(
        new Set(segments.map(({ speaker }) => speaker)),
        new Set(["agent", "contact"]),
      );
      assert.ok(
        segments.every(({ end }) => end !== null && end <= seconds),
        "the transcript fits it",
      );
      return `${seconds} s`;
    }),
  );
}

/** Reads the length of an Ogg Opus file: the position of its last page minus the pre-skip (RFC 7845). */
function readLength(file: Buffer): number {
  const preSkip = file.readUInt16LE(file.indexOf("OpusHead") + 10);
  const samples = file.readBigUInt64LE(file.lastIndexOf("OggS") + 6);
  return (Number(samples) - preSkip) / 48_000;
}

/** Makes the contact call. Resolves as soon as the agent sees the call. */
async function ring(agent: SupabaseClient, env: Record<string, string>) {
  const rung = await fetch(`${env.SIMULATOR_URL}/_sim/calls`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: env.CONTACT_PHONE, to: env.BUSINESS_PHONE }),
  });
  const { wacid } = (await rung.json()) as { wacid: string };
  const call = await until(async () => {
    const { data } = await agent
      .from("whatsapp_calls")
      .select("id, status, direction, branch_id, inbox_id")
      .eq("call_id", wacid);
    return data?.[0];
  });
  assert.equal(call.direction, "entrante");
  assert.ok(call.branch_id && call.inbox_id, "it has the branch of its inbox");
  return call;
}

async function behave(env: Record<string, string>, behaviour: object) {
  const path = `/_sim/contacts/${encodeURIComponent(env.CONTACT_PHONE ?? "")}`;
  const answer = await fetch(`${env.SIMULATOR_URL}${path}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(behaviour),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** Collects the statuses that a page sees: first the status in the response, then the statuses from polling. */
async function follow(
  agent: SupabaseClient,
  { id, status }: { id: string; status: string },
  last: string,
): Promise<string[]> {
  const seen = [status];
  await until(async () => {
    const { data } = await agent.from("whatsapp_calls").select("status").eq("id", id).single();
    if (data && seen.at(-1) !== data.status) seen.push(data.status);
    return seen.at(-1) === last || undefined;
  });
  return seen;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, "waited for 30 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function readUntil(start: string): Promise<string> {
  const lines = createInterface({ input: demo.stdout });
  for await (const line of lines) {
    console.log(`  ${line}`);
    if (line.startsWith(start)) return line;
  }
  throw new Error("The demo ended before it was ready.");
}

function seconds(): string {
  return ((Date.now() - started) / 1000).toFixed(1);
}
