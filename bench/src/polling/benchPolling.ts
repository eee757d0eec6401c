import { setTimeout as pause } from "node:timers/promises";
import {
  type CallService,
  createCallService,
  createSupabaseSignaling,
  type PageVisibility,
} from "@skale-calls/supabase-adapter";
import { type Lite, signUpUser, startLite, startPostgres } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { createBenchDatabase } from "../createBenchDatabase.ts";
import { branchId, seedCalls } from "../lists/seedCalls.ts";
import { printTable } from "../printTable.ts";
import { readProcessorSeconds } from "../webhook/readProcessorSeconds.ts";
import { createRealtimeHub, type RealtimeHub } from "./createRealtimeHub.ts";

const pages = 100;
const calls = 100_000;
/** Seconds that are measured, after the pages have opened. */
const measured = 20;
/** Milliseconds between two changes of calls of the agents' branch. A call has about four changes. */
const changeEvery = 500;

interface Scenario {
  name: string;
  visibility: "visible" | "hidden";
  isLive: boolean;
  isBusy: boolean;
}

const scenarios: readonly Scenario[] = [
  { name: "visible, without Realtime", visibility: "visible", isLive: false, isBusy: true },
  { name: "hidden, without Realtime", visibility: "hidden", isLive: false, isBusy: true },
  { name: "with Realtime", visibility: "visible", isLive: true, isBusy: true },
  { name: "idle, without Realtime", visibility: "visible", isLive: false, isBusy: false },
  { name: "idle, with Realtime", visibility: "visible", isLive: true, isBusy: false },
];

/** Measures what a hundred open pages of one branch cost the database in a minute. */
export async function benchPolling(): Promise<void> {
  const server = await startPostgres({
    settings: { shared_buffers: "512MB", shared_preload_libraries: "pg_stat_statements" },
  });
  try {
    const database = await createBenchDatabase(server.url);
    const sql = postgres(database.adminUrl, { max: 2, onnotice: () => {} });
    await seedCalls(sql, calls);
    await sql.unsafe("create extension pg_stat_statements");
    const lite = await startLite({ databaseUrl: database.adminUrl, poolSize: 20 });
    const { id, accessToken } = await signUpUser(lite, {
      email: "polling@example.com",
      password: "a long password",
    });
    await sql`insert into public.users (id, branch_id) values (${id}, ${branchId(8)})`;
    const rows: Record<string, string | number>[] = [];
    for (const scenario of scenarios) {
      rows.push(await measure(scenario, { lite, accessToken, sql, pid: server.pid }));
    }
    printTable(
      `What ${pages} open pages of one branch cost the database in a minute (measured for ${measured} s, ${60_000 / changeEvery} changes a minute unless idle)`,
      rows,
    );
    console.log(
      "Realtime is a substitute that tells the pages: what Supabase's own server reads for it is not included.",
    );
    await lite.stop();
    await sql.end();
    await database.drop();
  } finally {
    await server.stop();
  }
}

interface World {
  lite: Lite;
  accessToken: string;
  sql: Sql;
  pid: number;
}

async function measure(
  { name, visibility, isLive, isBusy }: Scenario,
  { lite, accessToken, sql, pid }: World,
): Promise<Record<string, string | number>> {
  const hub = createRealtimeHub();
  let requests = 0;
  const countedFetch: typeof fetch = (input, init) => {
    requests++;
    return fetch(input, init);
  };
  const stops = Array.from({ length: pages }, (_page, index) =>
    openPage(lite, accessToken, { visibility, countedFetch, hub: isLive ? hub : null, index }),
  );
  const writer = isBusy ? setInterval(() => void change(sql).then(hub.tell), changeEvery) : null;
  await pause(4000);

  await sql.unsafe("select pg_stat_statements_reset()");
  const before = { requests, cpu: readProcessorSeconds(pid) };
  await pause(measured * 1000);
  const cpu = readProcessorSeconds(pid) - before.cpu;
  const asked = requests - before.requests;
  const [read] = await sql<[{ rows: number; pages: number; wal: number }]>`
    select coalesce(sum(s.rows), 0)::int as rows,
      coalesce(sum(s.shared_blks_hit + s.shared_blks_read), 0)::int as pages,
      coalesce(sum(s.wal_bytes), 0)::int as wal
    from pg_stat_statements s where s.query like 'select%whatsapp_call%' and s.query not like '%pg_stat%'`;

  if (writer) clearInterval(writer);
  for (const stop of stops) stop();
  await pause(500);
  const aMinute = (count: number) => Math.round((count * 60) / measured);
  return {
    "": name,
    requests: aMinute(asked),
    rows: aMinute(read.rows),
    "pages of 8 kB": aMinute(read.pages),
    "CPU of Postgres, ms": aMinute(cpu * 1000),
    "WAL of reads, bytes": aMinute(read.wal),
  };
}

interface OpenPage {
  visibility: "visible" | "hidden";
  countedFetch: typeof fetch;
  hub: RealtimeHub | null;
  index: number;
}

/** The list and the phone of one page, as the Calls page opens them. The pages begin within a second. */
function openPage(
  lite: Lite,
  accessToken: string,
  { visibility, countedFetch, hub, index }: OpenPage,
): () => void {
  const supabase = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: countedFetch, headers: { Authorization: `Bearer ${accessToken}` } },
  });
  const page: PageVisibility = {
    document: { visibilityState: visibility },
    addEventListener() {},
    removeEventListener() {},
  };
  const client = {
    auth: supabase.auth,
    from: supabase.from.bind(supabase),
    rpc: supabase.rpc.bind(supabase),
    ...(hub ? hub.client() : {}),
  };
  const service: CallService = createCallService(client, {
    url: lite.url,
    apiKey: lite.publishableKey,
    getAccessToken: () => accessToken,
    page,
  });
  const stops: (() => void)[] = [];
  const timer = setTimeout(() => {
    stops.push(
      service.subscribeToCalls({ onChange() {} }),
      createSupabaseSignaling(service).subscribe({ onCall() {}, onOnline() {} }),
    );
  }, index * 10);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** Changes one of the newest calls of the agents' branch, as a webhook does. */
async function change(sql: Sql): Promise<string> {
  const [call] = await sql<[{ id: string }]>`
    update public.whatsapp_calls set ringing_at = now()
    where id = (
      select id from public.whatsapp_calls where branch_id = ${branchId(8)}
      order by created_at desc, id desc offset floor(random() * 50)::int limit 1
    )
    returning id`;
  return call.id;
}
