import type { Sql, TransactionSql } from "postgres";
import type { Statement } from "./captureQueries.ts";
import { guideAccess } from "./guideAccess.ts";
import { type PlaceName, places } from "./pageQueries.ts";

/** The values of one viewer in one table, for the placeholders of the captured statements. */
export type Places = Record<PlaceName, string>;

/** The calls before the thousandth page. */
const thousandPages = 50_000;

/** Finds what a viewer opens: the last call of the thousandth page or, in a shorter list, the one in its middle. */
export async function findPlaces(sql: Sql, viewer: string): Promise<Places> {
  const [agent] = await sql<[{ branch: string; all: boolean }]>`
    select branch_id::text as branch, sees_all as all from public.users where id = ${viewer}`;
  const seen = agent.all ? sql`true` : sql`branch_id = ${agent.branch}`;
  const [{ rows }] = await sql<[{ rows: number }]>`
    select case when count(*) > ${thousandPages} then ${thousandPages} else count(*) / 2 end::int as rows
    from (select from public.whatsapp_calls where ${seen} limit ${thousandPages + 1}) as s`;
  const [place] = await sql<Omit<Places, "branch" | "lead">[]>`
    select id::text as call, id::text as "cursorId", created_at::text as "cursorTime", contact_phone as phone
    from public.whatsapp_calls where ${seen}
    order by created_at desc, id desc offset ${rows} limit 1`;
  if (place === undefined) throw new Error("The viewer sees no call.");
  const [lead] = await sql<{ id: string }[]>`
    select lead_id::text as id from public.whatsapp_calls where ${seen} and lead_id is not null
    order by created_at desc limit 1`;
  return { ...place, branch: agent.branch, lead: lead?.id ?? place.call };
}

/** Replaces the placeholders in a parameter. */
function fill(value: unknown, found: Places): unknown {
  // PostgREST passes it on as a text; this driver would parse it as a date.
  if (value === "now") return new Date().toISOString();
  if (typeof value !== "string") return value;
  const names = Object.keys(places) as PlaceName[];
  const text = names.reduce((filled, name) => filled.replaceAll(places[name], found[name]), value);
  return text.replaceAll(places.phone.slice(1), found.phone.slice(1));
}

interface Plan {
  "Actual Rows": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
}

/** Runs work as the viewer in a transaction that is rolled back. */
export async function asViewer(
  sql: Sql,
  viewer: string,
  work: (transaction: TransactionSql) => Promise<void>,
  access: "ours" | "guide" = "ours",
): Promise<void> {
  const rolledBack = new Error("Nothing stays.");
  await sql
    .begin(async (transaction) => {
      if (access === "guide") await transaction.unsafe(guideAccess);
      // The page cost of an SSD, as in hosted projects.
      await transaction.unsafe(
        `set local role authenticated; set local random_page_cost = 1.1;
        set local request.jwt.claims = '{"sub":"${viewer}","role":"authenticated"}'`,
      );
      await work(transaction);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
}

/** Runs a query and returns the milliseconds from the request to the rows, planning included. */
export async function timeQuery(
  transaction: TransactionSql,
  statements: readonly Statement[],
  found: Places,
): Promise<number> {
  const start = performance.now();
  for (const { text, values } of statements) {
    await transaction.unsafe(text, values.map((value) => fill(value, found)) as string[], {
      prepare: true,
    });
  }
  return performance.now() - start;
}

/** Runs a query and returns its rows, and the pages of 8 kB that Postgres reads for it, from its cache or not. */
export async function countPages(
  transaction: TransactionSql,
  statements: readonly Statement[],
  found: Places,
): Promise<{ pages: number; rows: number }> {
  let pages = 0;
  let rows = 0;
  for (const { text, values } of statements) {
    const [row] = await transaction.unsafe(
      `explain (analyze, buffers, timing off, format json) ${text}`,
      values.map((value) => fill(value, found)) as string[],
    );
    const plan: Plan = row?.["QUERY PLAN"][0].Plan;
    pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
    rows += plan["Actual Rows"];
  }
  return { pages, rows };
}
