import { createDatabase, ensureTemplate, startPostgres } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { withHost } from "../../../../../packages/supabase-adapter/test/applyMigrations.ts";
import { readFixture } from "../../../../../packages/supabase-adapter/test/readFixture.ts";
import { seedWorld } from "../../../../../packages/supabase-adapter/test/seedWorld.ts";

/**
 * Calls a function and undoes everything: returns `ok` and its result, or the SQLSTATE and the message of its error. The
 * arguments are a JSON object by name, written as text, because a text need not be JSON that Postgres accepts.
 */
const tryCall = `
  create schema fuzz;
  create function fuzz.try_call(signature regprocedure, args jsonb) returns jsonb language plpgsql as $fuzz$
  declare
    called text;
    result jsonb;
  begin
    select format('select to_jsonb(f) from %s(%s) as f', p.oid::regproc,
      string_agg(format('%I => ($1 ->> %L)::%s', names.name, names.name, p.proargtypes[names.place - 1]::regtype), ', '))
      into called
    from pg_proc p, unnest(p.proargnames[1:p.pronargs]) with ordinality as names (name, place)
    where p.oid = signature and args ? names.name
    group by p.oid;
    begin
      for result in execute coalesce(called, format('select to_jsonb(f) from %s() as f', signature::regproc)) using args loop
        exit;
      end loop;
      raise exception using errcode = 'FZ000';
    exception
      when sqlstate 'FZ000' then return jsonb_build_object('state', 'ok', 'result', result);
      when others then return jsonb_build_object('state', sqlstate, 'message', sqlerrm);
    end;
  end $fuzz$;
  grant usage on schema fuzz to public;`;

export interface FuzzedDatabase {
  sql: Sql;
  /** The names of the arguments of each function. */
  argumentsOf: ReadonlyMap<string, readonly string[]>;
  /** Calls functions one after another, each as if it were alone. */
  tryCalls(calls: readonly TriedCall[]): Promise<TriedResult[]>;
  stop(): Promise<void>;
}

export interface TriedCall {
  /** Null for the service role. */
  agent: string | null;
  function: string;
  /** The arguments as texts. */
  args: Readonly<Record<string, string>>;
}

export type TriedResult = { state: "ok"; result: unknown } | { state: string; message: string };

/** Starts a Postgres with all migrations and the world of the store's contract. */
export async function openDatabase(): Promise<FuzzedDatabase> {
  const postgres = await startPostgres();
  await ensureTemplate(
    "fuzz",
    async (sql) => {
      for (const script of withHost(readFixture("hosts/memberships.sql"))) await sql.unsafe(script);
    },
    { cluster: postgres.url },
  );
  const database = await createDatabase({ template: "fuzz", cluster: postgres.url });
  const { sql } = database;
  await seedWorld(sql);
  await sql.unsafe(tryCall);
  const functions = await sql<{ name: string; args: string[] }[]>`
    select proname as name, proargnames[1:pronargs] as args from pg_proc
    where pronamespace = 'public'::regnamespace`;
  return {
    sql,
    argumentsOf: new Map(functions.map(({ name, args }) => [name, args])),
    async tryCalls(calls) {
      const results: TriedResult[] = [];
      await sql.begin(async (transaction) => {
        await transaction`set local statement_timeout = '20s'`;
        let role = "";
        for (const { agent, function: name, args } of calls) {
          const next = agent ?? "service_role";
          if (next !== role) {
            role = next;
            await transaction.unsafe("reset role");
            const claims = JSON.stringify({ sub: agent, role: "authenticated" });
            await transaction`select set_config('request.jwt.claims', ${agent === null ? "" : claims}, true)`;
            await transaction.unsafe(
              `set local role ${agent === null ? "service_role" : "authenticated"}`,
            );
          }
          results.push(await tryOne(transaction, name, args));
        }
      });
      return results;
    },
    async stop() {
      await database.drop();
      await postgres.stop();
    },
  };
}

async function tryOne(
  transaction: Pick<Sql, "unsafe">,
  name: string,
  args: TriedCall["args"],
): Promise<TriedResult> {
  const json = JSON.stringify(args);
  // jsonb has neither: PostgREST refuses such a request before it calls a function.
  if (!json.isWellFormed() || /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(json)) {
    return { state: "22P05", message: "not a text of Postgres" };
  }
  const [row] = await transaction.unsafe(
    "select fuzz.try_call((select p.oid from pg_proc p where p.proname = $1 and p.pronamespace = 'public'::regnamespace)::regprocedure, $2::text::jsonb) as tried",
    [name, json],
  );
  return row?.tried as TriedResult;
}
