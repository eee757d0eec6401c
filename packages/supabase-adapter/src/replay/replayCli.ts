import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  flatWebhooks,
  isCallsError,
  metaWebhooks,
  type WebhookSource,
  ycloudWebhooks,
} from "@skale-calls/core";
import type { RpcClient } from "../createSupabaseCallStore.ts";
import { describeEntry, describeProgress, describeSummary } from "./describeReplay.ts";
import type { LedgerPlace, ReplayFilter } from "./ledgerEntry.ts";
import { type ReplayProgress, replayLedger } from "./replayLedger.ts";

const help = `Reads entries of the ledger again with the installed parsers, and records what they read.

Usage: skale-calls-replay [options]

  --outcome <outcome>    dead_letter (default), applied, no_change, conflict or all; may be repeated
  --from <time>          entries that arrived at this time or later, such as 2026-11-26T10:00:00Z
  --to <time>            entries that arrived before this time
  --provider <name>      entries of one sender, such as ycloud
  --call <id>            entries of one call: the provider's id or our own
  --dry-run              changes nothing, and shows what would change
  --after <place>        continues after this place, which an interrupted replay prints
  --batch <number>       entries in one transaction (default: 50)
  --sources <module>     a module that exports sources, an array of webhook sources, for senders other than
                         ycloud, meta and flat
  --help                 this text

The environment has SUPABASE_URL and SUPABASE_SECRET_KEY (or SUPABASE_SERVICE_ROLE_KEY), or DATABASE_URL.
Ctrl-C ends after the current batch. A second replay of the same entries changes nothing.

Exit codes: 0 done; 1 interrupted, or the database failed; 2 unknown arguments or no database.
`;

const options = {
  outcome: { type: "string", multiple: true },
  from: { type: "string" },
  to: { type: "string" },
  provider: { type: "string" },
  call: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  after: { type: "string" },
  batch: { type: "string", default: "50" },
  sources: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reading a month of a large ledger without its index takes minutes. */
const timeoutMs = 600_000;

const outcomes = ["applied", "no_change", "conflict", "dead_letter"] as const;

export interface ReplayContext {
  output?: Pick<Console, "log" | "error">;
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

interface Connection {
  client: RpcClient;
  close(): Promise<void>;
}

/**
 * Runs the command `skale-calls-replay`. What changed goes to the output, the progress and errors to the error output. It
 * prints no numbers, no payloads and no SDPs.
 *
 * @returns the exit code.
 */
export async function runReplay(
  args: string[],
  { output = console, env = process.env, signal }: ReplayContext = {},
): Promise<number> {
  let command: Awaited<ReturnType<typeof readArguments>>;
  let connection: Connection;
  try {
    command = await readArguments(args);
    if (command.help) {
      output.log(help);
      return 0;
    }
    connection = await connect(env);
  } catch (error) {
    output.error(`${messageOf(error)}\n\n${help}`);
    return 2;
  }
  const { help: _, ...asked } = command;
  let reached: ReplayProgress | undefined;
  try {
    const progress = await replayLedger({
      ...asked,
      client: connection.client,
      ...(signal && { signal }),
      onChange: (entry) => output.log(describeEntry(entry)),
      onProgress(now) {
        reached = now;
        output.error(describeProgress(now));
      },
    });
    output.log(describeSummary(progress, asked.dryRun));
    return progress.isDone ? 0 : 1;
  } catch (error) {
    output.error(`The replay ended early: ${describeFailure(error)}`);
    output.error(describePlace(reached?.place ?? asked.after ?? null));
    return 1;
  } finally {
    await connection.close();
  }
}

/** Names our own error by its code: the message of a database may quote data. */
function describeFailure(error: unknown): string {
  return isCallsError(error) ? `${error.code}: ${error.message}` : "an unexpected error";
}

const describePlace = (place: LedgerPlace | null) =>
  place === null
    ? "Nothing was replayed."
    : `Continue with --after ${place.receivedAt},${place.id}`;

async function readArguments(args: string[]) {
  const { values } = parseArgs({ args, options, strict: true });
  const { outcome: asked = ["dead_letter"] } = values;
  const filter: ReplayFilter = {
    ...(values.from !== undefined && { from: readMoment("from", values.from) }),
    ...(values.to !== undefined && { to: readMoment("to", values.to) }),
    ...(values.provider !== undefined && { provider: values.provider }),
    ...(values.call !== undefined && { callId: values.call }),
    ...(!asked.includes("all") && { outcomes: asked.map(readOutcome) }),
  };
  const batchSize = Number(values.batch);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 1000) {
    throw new Error("--batch must be a whole number from 1 to 1000.");
  }
  return {
    ...filter,
    help: values.help,
    dryRun: values["dry-run"],
    batchSize,
    sources: await loadSources(values.sources),
    ...(values.after !== undefined && { after: readPlace(values.after) }),
  };
}

function readMoment(name: string, text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new Error(`--${name} is not a time: ${text}`);
  return time.toISOString();
}

function readOutcome(text: string): (typeof outcomes)[number] {
  const outcome = outcomes.find((known) => known === text);
  if (outcome === undefined) throw new Error(`--outcome must be all or ${outcomes.join(", ")}.`);
  return outcome;
}

/** Keeps the microseconds of the place, which a `Date` would lose. */
function readPlace(text: string): LedgerPlace {
  const [, receivedAt = "", id = ""] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)),(\d+)$/.exec(text) ?? [];
  if (id === "") throw new Error(`--after is not a place that a replay printed: ${text}`);
  return { receivedAt, id: Number(id) };
}

/** The sources of core read payloads without their secrets. */
const ownSources: readonly WebhookSource[] = [
  ycloudWebhooks({ secrets: [] }),
  metaWebhooks({ secrets: [] }),
  flatWebhooks({ token: "" }),
];

async function loadSources(path: string | undefined): Promise<readonly WebhookSource[]> {
  if (path === undefined) return ownSources;
  const module: { sources?: unknown } = await import(pathToFileURL(path).href);
  if (!Array.isArray(module.sources)) {
    throw new Error(`${path} must export sources, an array of webhook sources.`);
  }
  return [...(module.sources as WebhookSource[]), ...ownSources];
}

async function connect(env: Readonly<Record<string, string | undefined>>): Promise<Connection> {
  const { DATABASE_URL: databaseUrl, SUPABASE_URL: url } = env;
  const key = env.SUPABASE_SECRET_KEY ?? env.SUPABASE_SERVICE_ROLE_KEY;
  if (databaseUrl) {
    const { default: postgres } = await import("postgres");
    const { createPostgresClient, postgresOptions } = await import("../postgres/index.ts");
    const sql = postgres(databaseUrl, { ...postgresOptions, max: 1, onnotice() {} });
    return { client: createPostgresClient(sql, { timeoutMs }), close: () => sql.end() };
  }
  if (url && key) {
    const { createClient } = await import("@supabase/supabase-js");
    const client = createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    return { client: client as unknown as RpcClient, close: async () => {} };
  }
  throw new Error("Set SUPABASE_URL and SUPABASE_SECRET_KEY, or DATABASE_URL.");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
