import type { Sql } from "postgres";
import type { Statement } from "./captureQueries.ts";
import { type PlaceName, places } from "./pageQueries.ts";

export interface Measured {
  /** Milliseconds from the request to the rows, planning included; the median of the rounds. */
  milliseconds: number;
  /** Pages of 8 kB that Postgres read, from its cache or not. */
  buffers: number;
}

/** The values of one viewer in one table, for the placeholders of the captured statements. */
export type Places = Record<PlaceName, string>;

/** Finds what a viewer opens: the row after the thousandth page or, in a short list, in its middle; its contact and its branch. */
export async function findPlaces(sql: Sql, viewer: string): Promise<Places> {
  const [place] = await sql<Places[]>`
    with agent as (select branch_id, sees_all from public.users where id = ${viewer}),
    seen as (
      select c.* from public.whatsapp_calls c, agent a where a.sees_all or c.branch_id = a.branch_id
    ),
    thousandth as (
      select case when count(*) > ${thousandPages} then ${thousandPages} else count(*) / 2 end as rows
      from (select from seen limit ${thousandPages + 1}) as s
    )
    select s.id::text as call, s.id::text as "cursorId", s.created_at::text as "cursorTime", s.contact_phone as phone,
      (select branch_id::text from agent) as branch,
      coalesce((select l.lead_id from seen l where l.lead_id is not null order by l.created_at desc limit 1), s.id)::text as lead
    from seen s
    order by s.created_at desc, s.id desc
    offset (select rows from thousandth) limit 1`;
  if (place === undefined) throw new Error("The viewer sees no call.");
  return place;
}

const thousandPages = 50_000;

/** Replaces the placeholders in a parameter, which may be a text or an object. */
function fill(value: unknown, found: Places): unknown {
  // lite passes PostgREST's `now` as a text, and the driver would parse it as a date.
  if (value === "now") return new Date().toISOString();
  if (typeof value !== "string") return value;
  let text = value;
  for (const [name, placeholder] of Object.entries(places) as [PlaceName, string][]) {
    text = text.replaceAll(placeholder, found[name]);
  }
  return text.replaceAll(places.phone.slice(1), found.phone.slice(1));
}

interface Plan {
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
}

/** Runs the statements of one query as the viewer, once: milliseconds without `explain`, or the buffers with it. */
export async function runAsViewer(
  sql: Sql,
  viewer: string,
  statements: readonly Statement[],
  found: Places,
  kind: "time" | "buffers",
  prepare = "",
): Promise<number> {
  let total = 0;
  await sql
    .begin(async (transaction) => {
      // The page cost of an SSD, as in hosted projects.
      await transaction.unsafe(
        `${prepare}; set local role authenticated; set local random_page_cost = 1.1; set local statement_timeout = '60s';
        set local request.jwt.claims = '{"sub":"${viewer}","role":"authenticated"}'`,
      );
      for (const { text, values } of statements) {
        const filled = values.map((value) => fill(value, found)) as string[];
        if (kind === "buffers") {
          const [row] = await transaction.unsafe(
            `explain (analyze, buffers, timing off, format json) ${text}`,
            filled,
          );
          const plan: Plan = row?.["QUERY PLAN"][0].Plan;
          total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
        } else {
          const start = performance.now();
          await transaction.unsafe(text, filled, { prepare: true });
          total += performance.now() - start;
        }
      }
      // Nothing of `prepare` stays.
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return total;
}

class Undone extends Error {}
