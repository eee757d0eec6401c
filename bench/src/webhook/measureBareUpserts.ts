import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createDatabase, type Postgres } from "@skale-calls/testkit";
import postgres from "postgres";
import { ycloudDeliveries } from "../callHistories.ts";
import { runClients } from "../runClients.ts";
import { readProcessorSeconds } from "./readProcessorSeconds.ts";

const run = promisify(execFile);

/** The table and the indexes of the integration guide, without its policies, references and trigger. */
const table = `
create table calls (
  id uuid primary key default gen_random_uuid(), call_id text unique not null, contact_phone text not null,
  contact_name text, direction text not null, status text not null, duration_seconds integer default 0,
  started_at timestamptz, ended_at timestamptz, recording_url text, transcript text, user_id uuid, branch_id uuid,
  inbox_id uuid, lead_id uuid, notes text, provider_call_id text, raw_payload jsonb,
  created_at timestamptz default now(), updated_at timestamptz default now()
);
create index on calls (contact_phone);
create index on calls (branch_id);
create index on calls (user_id);
create index on calls (status);
create index on calls (created_at desc);`;

/** The upsert of one event: it inserts the call, or sets its status and payload. */
const upsert = (callId: string, status: string, payload: string) => `
  insert into calls (call_id, contact_phone, direction, status, started_at, raw_payload)
  values (${callId}, '+525551000000', 'saliente', ${status}, now(), ${payload})
  on conflict (call_id) do update
  set status = excluded.status, raw_payload = excluded.raw_payload, updated_at = now()`;

const payload = ycloudDeliveries(1)[0]?.body ?? "";

interface Rate {
  name: string;
  perSecond: number;
}

export interface BareUpserts extends Rate {
  /** Processor time of Postgres in microseconds for one upsert. */
  postgresMicroseconds: number;
}

/** Measures upserts of as many events of as many calls by pgbench, or over postgres.js where there is no pgbench. */
export async function measureBareUpserts(
  { url, pid }: Postgres,
  clients: number,
  calls: number,
): Promise<BareUpserts> {
  const database = await createDatabase({ cluster: url });
  try {
    await database.sql.unsafe(table);
    const before = readProcessorSeconds(pid);
    const rate =
      (await runPgbench(database.url, clients, calls)) ??
      (await runDriver(database.url, clients, calls));
    const seconds = readProcessorSeconds(pid) - before;
    return { ...rate, postgresMicroseconds: (seconds / (calls * 4)) * 1_000_000 };
  } finally {
    await database.drop();
  }
}

async function runPgbench(
  databaseUrl: string,
  clients: number,
  calls: number,
): Promise<Rate | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "skale-bench-"));
  try {
    const script = join(folder, "upsert.sql");
    const statuses = "('{iniciando,en_curso,completada}'::text[])[1 + :call % 3]";
    await writeFile(
      script,
      `\\set call random(1, ${calls})\n${upsert("'wacid.' || :call", statuses, `'${payload}'`).replaceAll("\n", " ")};\n`,
    );
    const { port, username, pathname } = new URL(databaseUrl);
    const { stdout } = await run("pgbench", [
      ...["-h", "127.0.0.1", "-p", port, "-U", username, "-n", "-M", "prepared", "-f", script],
      ...["-c", String(clients), "-t", String(Math.ceil((calls * 4) / clients))],
      pathname.slice(1),
    ]);
    const perSecond = Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1]);
    if (!(perSecond > 0)) throw new Error(`pgbench printed no rate:\n${stdout}`);
    return { name: "pgbench", perSecond };
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runDriver(databaseUrl: string, clients: number, calls: number): Promise<Rate> {
  const sql = postgres(databaseUrl, { max: clients });
  const statuses = ["iniciando", "en_curso", "completada"];
  const text = upsert("'wacid.' || $1", "$2", `'${payload}'`);
  const jobs = Array.from({ length: calls * 4 }, () => Math.floor(Math.random() * calls));
  const { seconds } = await runClients(clients, jobs, async (call) => {
    await sql.unsafe(text, [String(call), statuses[call % 3] as string], { prepare: true });
  });
  await sql.end();
  return { name: "postgres.js (there is no pgbench)", perSecond: jobs.length / seconds };
}
