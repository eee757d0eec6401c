import type { SupabaseClient } from "@supabase/supabase-js";
import type { RowList, Sql } from "postgres";
import type { ActorName } from "./accessTable.ts";
import { type AgentIds, fillWorld, insertSql, type World } from "./accessWorld.ts";

export interface DatabaseFunction {
  schema: string;
  name: string;
  argumentNames: string[];
  argumentTypes: string[];
}

/** What is tried. Every method tells whether it was let through; another failure than a refusal counts as such. */
export interface AccessRunner {
  select(
    actor: ActorName,
    table: string,
    ids: readonly (string | number)[],
  ): Promise<(string | number)[]>;
  insert(actor: ActorName, table: string, row: Record<string, unknown>): Promise<boolean>;
  update(
    actor: ActorName,
    table: string,
    id: string | number,
    column: string,
    value: unknown,
  ): Promise<boolean>;
  delete(actor: ActorName, table: string, id: string | number): Promise<boolean>;
  truncate(actor: ActorName, table: string): Promise<boolean>;
  execute(actor: ActorName, called: DatabaseFunction): Promise<boolean>;
}

const refusals = new Set([
  "42501", // insufficient privilege: grants, policies, our trigger
  "PGRST106", // a schema that is not exposed
  "42804", // a trigger's function, which cannot be called
]);

class RolledBack extends Error {}

/** Of a query that was let through and failed on the data. */
const failed = Object.assign([], { count: 1 }) as unknown as RowList<{ id: string }[]>;

/** Straight on Postgres, as PostgREST does it: the role and its claims, in a transaction that is rolled back. */
export function createSqlRunner(sql: Sql, agents: AgentIds): AccessRunner {
  /** The rows that a query reached; null when it was refused. */
  async function attempt(
    actor: ActorName,
    query: string,
  ): Promise<RowList<{ id: string }[]> | null> {
    const { role, claims } = claimsOf(actor, agents);
    let rows = failed;
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(
          `set local role ${role}; set local request.jwt.claims = '${JSON.stringify(claims)}'`,
        );
        rows = await transaction.unsafe<{ id: string }[]>(query);
        throw new RolledBack();
      });
    } catch (error) {
      if (isRefusal(error)) return null;
      if (!(error instanceof RolledBack)) return failed;
    }
    return rows;
  }
  const reaches = async (actor: ActorName, query: string) =>
    ((await attempt(actor, query))?.count ?? 0) > 0;
  const succeeds = async (actor: ActorName, query: string) =>
    (await attempt(actor, query)) !== null;
  const quote = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;

  return {
    async select(actor, table, ids) {
      const rows = await attempt(
        actor,
        `select id from ${table} where id in (${ids.map(quote)})`,
      );
      return (rows ?? []).map((row) => row.id);
    },
    insert: (actor, table, row) => reaches(actor, insertSql(table, row)),
    update: (actor, table, id, column, value) =>
      reaches(
        actor,
        `update ${table} set ${column} = (jsonb_populate_record(null::${table},
          ${quote(JSON.stringify({ [column]: value }))})).${column} where id = ${quote(id)}`,
      ),
    delete: (actor, table, id) => reaches(actor, `delete from ${table} where id = ${quote(id)}`),
    truncate: (actor, table) => succeeds(actor, `truncate ${table} cascade`),
    execute: (actor, { schema, name, argumentTypes }) =>
      succeeds(actor, `select ${schema}.${name}(${argumentTypes.map((type) => `null::${type}`)})`),
  };
}

function claimsOf(actor: ActorName, agents: AgentIds): { role: string; claims: object } {
  if (actor === "anon") return { role: "anon", claims: { role: "anon" } };
  if (actor === "service role") return { role: "service_role", claims: { role: "service_role" } };
  return { role: "authenticated", claims: { role: "authenticated", sub: agents[actor] } };
}

function isRefusal(error: unknown): boolean {
  return refusals.has((error as { code?: string }).code ?? "");
}

/** Through supabase-js. What it changed is seen and mended by the administrator. */
export function createSupabaseRunner(
  clients: Record<ActorName, SupabaseClient>,
  sql: Sql,
  world: World,
): AccessRunner {
  const fingerprint = async (table: string) => {
    const [row] = await sql.unsafe<{ rows: string }[]>(
      `select coalesce(string_agg(t.xmin::text || t.id, ',' order by t.id), '') as rows from ${table} t`,
    );
    return row?.rows;
  };

  /** Whether it failed for another reason than a refusal, or changed a row. */
  async function changes(table: string, query: PromiseLike<{ error: unknown }>): Promise<boolean> {
    const before = await fingerprint(table);
    const { error } = await query;
    const changed = (await fingerprint(table)) !== before;
    if (changed) await fillWorld(sql, world);
    return changed || (error !== null && !isRefusal(error));
  }

  return {
    async select(actor, table, ids) {
      const { data, error } = await clients[actor]
        .from(table)
        .select("id")
        .in("id", [...ids]);
      if (error && !isRefusal(error)) throw new Error(`select of ${table}: ${error.message}`);
      return (data ?? []).map((row) => row.id);
    },
    insert: (actor, table, row) => changes(table, clients[actor].from(table).insert(row)),
    update: (actor, table, id, column, value) =>
      changes(
        table,
        clients[actor]
          .from(table)
          .update({ [column]: value })
          .eq("id", id),
      ),
    delete: (actor, table, id) => changes(table, clients[actor].from(table).delete().eq("id", id)),
    truncate: () => Promise.reject(new Error("The API has no truncate.")),
    async execute(actor, { schema, name, argumentNames }) {
      const { error } = await clients[actor]
        .schema(schema)
        .rpc(name, Object.fromEntries(argumentNames.map((argument) => [argument, null])));
      await fillWorld(sql, world);
      return error === null || !isRefusal(error);
    },
  };
}
