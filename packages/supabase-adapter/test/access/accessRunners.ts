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

type Id = string | number;

/**
 * The operations that are tried. Every method returns what was permitted; a failure that is not a refusal counts as permitted.
 * `update` and `delete` return the ids of the rows that they changed.
 */
export interface AccessRunner {
  /** Selects every column. */
  select(actor: ActorName, table: string, ids: readonly Id[]): Promise<Id[]>;
  insert(actor: ActorName, table: string, row: Record<string, unknown>): Promise<boolean>;
  update(
    actor: ActorName,
    table: string,
    column: string,
    values: readonly { id: Id; value: unknown }[],
  ): Promise<Id[]>;
  delete(actor: ActorName, table: string, ids: readonly Id[]): Promise<Id[]>;
  truncate(actor: ActorName, table: string): Promise<boolean>;
  execute(actor: ActorName, called: DatabaseFunction): Promise<boolean>;
}

const refusals = new Set([
  "42501", // insufficient privilege: grants, policies, our trigger
  "PGRST106", // a schema that is not exposed
  "42804", // a trigger's function, which cannot be called
]);

class RolledBack extends Error {}

/** The result of a query that was permitted and failed because of the data. */
const failed = Object.assign([], { count: 1 }) as unknown as RowList<{ id: string }[]>;

/** Runs directly on Postgres, like PostgREST: with the role and its claims, in a transaction that is rolled back. */
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
      const query = `select * from ${table} where id in (${ids.map(quote)})`;
      const rows = await attempt(actor, query);
      return (rows ?? []).map((row) => row.id);
    },
    insert: (actor, table, row) => reaches(actor, insertSql(table, row)),
    update: (actor, table, column, values) =>
      keep(values, ({ id, value }) =>
        reaches(
          actor,
          `update ${table} set ${column} = (jsonb_populate_record(null::${table},
            ${quote(JSON.stringify({ [column]: value }))})).${column} where id = ${quote(id)}`,
        ),
      ).then((reached) => reached.map(({ id }) => id)),
    delete: (actor, table, ids) =>
      keep(ids, (id) => reaches(actor, `delete from ${table} where id = ${quote(id)}`)),
    truncate: (actor, table) => succeeds(actor, `truncate ${table} cascade`),
    execute: (actor, { schema, name, argumentTypes }) =>
      succeeds(actor, `select ${schema}.${name}(${argumentTypes.map((type) => `null::${type}`)})`),
  };
}

async function keep<T>(values: readonly T[], test: (value: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const value of values) if (await test(value)) kept.push(value);
  return kept;
}

function claimsOf(actor: ActorName, agents: AgentIds): { role: string; claims: object } {
  if (actor === "anon") return { role: "anon", claims: { role: "anon" } };
  if (actor === "service role") return { role: "service_role", claims: { role: "service_role" } };
  return { role: "authenticated", claims: { role: "authenticated", sub: agents[actor] } };
}

function isRefusal(error: unknown): boolean {
  return refusals.has((error as { code?: string }).code ?? "");
}

/** Runs through supabase-js. The administrator finds and restores the changed rows. */
export function createSupabaseRunner(
  clients: Record<ActorName, SupabaseClient>,
  sql: Sql,
  world: World,
): AccessRunner {
  /** The version of every row. A row with another version afterwards was changed. */
  async function readVersions(table: string): Promise<Map<string, string>> {
    const rows = await sql.unsafe<{ id: string; xmin: string }[]>(`select id, xmin from ${table}`);
    return new Map(rows.map(({ id, xmin }) => [String(id), xmin]));
  }

  /** The ids of the rows that a request changed; all ids if the request failed for a reason other than a refusal. */
  async function changes(
    table: string,
    ids: readonly Id[],
    query: PromiseLike<{ error: unknown }>,
  ): Promise<Id[]> {
    const before = await readVersions(table);
    const { error } = await query;
    if (error) return isRefusal(error) ? [] : [...ids];
    const after = await readVersions(table);
    const changed = ids.filter((id) => after.get(String(id)) !== before.get(String(id)));
    if (changed.length > 0) await fillWorld(sql, world);
    return changed;
  }

  return {
    async select(actor, table, ids) {
      const { data, error } = await clients[actor]
        .from(table)
        .select("*")
        .in("id", [...ids]);
      if (error && !isRefusal(error)) throw new Error(`select of ${table}: ${error.message}`);
      return (data ?? []).map((row) => row.id);
    },
    async insert(actor, table, row) {
      const { error } = await clients[actor].from(table).insert(row);
      if (!error) await fillWorld(sql, world);
      return !error || !isRefusal(error);
    },
    async update(actor, table, column, values) {
      // One request for all rows that get the same value: the API filters as it does for a page.
      const reached: Id[] = [];
      for (const value of new Set(values.map((entry) => entry.value))) {
        const ids = values.filter((entry) => entry.value === value).map(({ id }) => id);
        const query = clients[actor]
          .from(table)
          .update({ [column]: value })
          .in("id", ids);
        reached.push(...(await changes(table, ids, query)));
      }
      return reached;
    },
    delete: (actor, table, ids) =>
      changes(
        table,
        ids,
        clients[actor]
          .from(table)
          .delete()
          .in("id", [...ids]),
      ),
    truncate: () => Promise.reject(new Error("The API has no truncate.")),
    async execute(actor, { schema, name, argumentNames }) {
      const { error } = await clients[actor]
        .schema(schema)
        .rpc(name, Object.fromEntries(argumentNames.map((argument) => [argument, null])));
      if (!error) await fillWorld(sql, world);
      return !error || !isRefusal(error);
    },
  };
}
