import type { TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listedColumns } from "../../src/callColumns.ts";
import { type CallFilters, readFilters } from "../../src/list/callFilters.ts";
import { branchA } from "../access/accessWorld.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";

const agent = "00000000-0000-4000-8000-0000000000a1";
const lead = "00000000-0000-4000-8000-0000000002a1";
const newestFirst = "order by created_at desc, id desc limit 51";

interface PlanCase {
  /** The query that PostgREST makes from a request of the data service. */
  where: string;
  order?: string;
  index: string;
  /** The maximum number of rows read, whether they are returned or not. */
  reads: number;
  /** A sort is acceptable for the few rows of one lead, contact or rare status. */
  sorts?: true;
}

const cases: Record<string, PlanCase> = {
  "the newest calls of a branch": {
    where: `branch_id = '${branchA}'`,
    index: "idx_whatsapp_calls_branch_newest",
    reads: 51,
  },
  "the newest calls of a branch with a status": {
    where: `branch_id = '${branchA}' and status = 'completada'`,
    index: "idx_whatsapp_calls_branch_status_newest",
    reads: 51,
  },
  "a page far down a branch's list": {
    where: `branch_id = '${branchA}' and created_at <= $middle and (created_at < $middle or id < $id)`,
    index: "idx_whatsapp_calls_branch_newest",
    reads: 60,
  },
  "a day of a branch": {
    where: `branch_id = '${branchA}' and created_at >= $middle and created_at < $middle + interval '1 day'`,
    index: "idx_whatsapp_calls_branch_newest",
    reads: 51,
  },
  "the newest calls that an agent may see": {
    where: "true",
    index: "idx_whatsapp_calls_created_at",
    reads: 1000,
  },
  "a page far down that list": {
    where: "created_at <= $middle and (created_at < $middle or id < $id)",
    index: "idx_whatsapp_calls_created_at",
    reads: 1000,
  },
  "a contact's calls, under both forms of the number": {
    where: "contact_phone in ('+525500000042', '+5215500000042')",
    index: "idx_whatsapp_calls_contact_phone",
    reads: 20,
    sorts: true,
  },
  "a lead's calls": {
    where: `lead_id = '${lead}'`,
    index: "idx_whatsapp_calls_lead",
    reads: 60,
    sorts: true,
  },
  "what changed since a moment ago": {
    where: "updated_at >= $newest - interval '40 min'",
    order: "order by updated_at, id limit 200",
    index: "idx_whatsapp_calls_updated",
    reads: 60,
  },
};

interface PlanNode {
  "Node Type": string;
  "Index Name"?: string;
  "Parent Relationship"?: string;
  "Relation Name"?: string;
  Filter?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
const count = (node: PlanNode) =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await database.sql.unsafe(
    `
    insert into branches (id) values ('${branchA}');
    insert into branches select gen_random_uuid() from generate_series(1, 30);
    insert into auth.users (id) values ('${agent}');
    insert into users (id, branch_id) values ('${agent}', '${branchA}');
    insert into leads (id, branch_id) values ('${lead}', '${branchA}');
    -- A call each minute, some at one time; one in eleven of no branch, one in thirty of the agent's.
    insert into whatsapp_calls
      (call_id, contact_phone, contact_name, direction, direction_source, status, end_reason, cta_payload, transcript,
        ended_at, answered_at, branch_id, lead_id, created_at, updated_at)
    select 'wacid.' || n, '+5255' || lpad((n % 5000)::text, 8, '0'),
      case when n = 3131 then 'Zoë Quetzal' when n % 5 = 0 then 'María José Pérez' else 'Luis' end, 'entrante', 'provider',
      case when n % 500 = 0 then 'fallida' when n % 3 = 0 then 'no_contestada' else 'completada' end,
      case when n % 3 = 0 then 'missed' end, case when n % 100 = 1 then 'promo' end,
      case when n % 500 = 1 then 'La cotización ' || n end, now(), now(), case when n % 11 < 10 then b.ids[n % 31 + 1] end, case when n % 1000 = 1 then '${lead}'::uuid end,
      t.at, t.at
    from generate_series(1, 50000) as n,
      (select array_agg(id order by id <> '${branchA}') as ids from branches) as b,
      lateral (select timestamptz '2026-01-01' + make_interval(mins => n - (n % 10 = 0)::int) as at) as t;
  `,
  );
  await database.sql`vacuum analyze whatsapp_calls`;
}, 120_000);
afterAll(() => database.drop());

async function explain({ where, order = newestFirst }: PlanCase): Promise<PlanNode> {
  const [moments] = await database.sql<[{ middle: string; newest: string; id: string }]>`
    select (array_agg(created_at order by created_at))[25000]::text as middle,
      max(updated_at)::text as newest, (array_agg(id order by created_at))[25000]::text as id
    from whatsapp_calls`;
  const condition = where.replace(/\$(middle|newest|id)/g, (_, name: keyof typeof moments) =>
    name === "id" ? `'${moments.id}'` : `timestamptz '${moments[name]}'`,
  );
  return database.sql.begin(async (transaction) => {
    // The page cost of an SSD.
    await transaction.unsafe(
      `set local role authenticated; set local random_page_cost = 1.1; set local request.jwt.claims = '{"sub":"${agent}"}'`,
    );
    const [row] = await transaction.unsafe(
      `explain (analyze, timing off, format json) select ${listedColumns} from whatsapp_calls where ${condition} ${order}`,
    );
    return row?.["QUERY PLAN"][0].Plan as PlanNode;
  });
}

describe("queries over 50,000 calls, under row-level security", () => {
  it.each(Object.entries(cases))("%s use an index", async (_, plan) => {
    const nodes = flatten(await explain(plan));
    const scans = nodes.filter(
      (node) =>
        node["Relation Name"] === "whatsapp_calls" ||
        node["Index Name"]?.startsWith("idx_whatsapp_calls"),
    );
    expect(scans.map((node) => node["Index Name"]).filter(Boolean)).toEqual([plan.index]);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    if (!plan.sorts) expect(nodes.filter((node) => node["Node Type"] === "Sort")).toEqual([]);
    expect(Math.max(...scans.map(count))).toBeLessThanOrEqual(plan.reads);
    expect(nodes[0]?.["Actual Rows"]).toBeGreaterThan(0);
  });

  it.each(Object.entries(cases))("the agent is looked up once for %s", async (_, plan) => {
    const nodes = flatten(await explain(plan));
    const asked = nodes.filter((node) => node["Parent Relationship"] === "InitPlan");
    expect(asked).toHaveLength(2);
    expect(Math.max(...asked.map((node) => node["Actual Loops"]))).toBeLessThanOrEqual(1);
    const perRow = nodes.map((node) => node.Filter ?? "").join();
    expect(perRow).toContain("InitPlan");
    expect(perRow).not.toMatch(/seen_branches|sees_unassigned|can_see|agent_id|uid\(/);
  });
});

interface Reads {
  scans: number;
  rows: number;
}

/** Counts the reads of a query, an agent's by default: full scans, and rows fetched through an index. */
async function countReads(query: string, role = "authenticated"): Promise<Reads> {
  const [before, after] = await database.sql.begin(async (transaction) => {
    await transaction.unsafe(
      `set local role ${role}; set local random_page_cost = 1.1; set local request.jwt.claims = '{"sub":"${agent}"}'`,
    );
    const read = async () => {
      const [row] = await transaction<[Reads]>`
        select seq_scan::int as scans, coalesce(idx_tup_fetch, 0)::int as rows
        from pg_stat_xact_user_tables where relname = 'whatsapp_calls'`;
      return row;
    };
    const start = await read();
    expect((await transaction.unsafe(query)).length).toBeGreaterThan(0);
    return [start, await read()];
  });
  return { scans: after.scans - before.scans, rows: after.rows - before.rows };
}

/** What a page of the list may read: the rows that it returns once more, and those that it looks through. */
const pages: Record<string, [filters: CallFilters, rows: number, place?: "far down"]> = {
  "the newest calls that an agent sees": [{}, 160],
  "a page far down": [{}, 160, "far down"],
  "a status": [{ status: "completada" }, 160],
  "a status, far down": [{ status: "completada" }, 160, "far down"],
  "a rare status": [{ status: "fallida" }, 160],
  "missed calls": [{ missed: true }, 160],
  "a direction": [{ direction: "entrante" }, 160],
  "a day": [{ from: "2026-01-20", to: "2026-01-21" }, 160],
  "the call button": [{ entryPoint: "button" }, 160],
  "a lead": [{ leadId: lead }, 130],
  "a contact": [{ contactPhone: "+5215500000042" }, 60],
  "a frequent name": [{ search: "maria" }, 6000],
  "a rare name": [{ search: "zoe quetzal" }, 5600],
  "a rare name, far down": [{ search: "zoe quetzal" }, 5600, "far down"],
  "a number": [{ search: "+52 55 0000 0042" }, 7000],
  "words that were said": [{ said: "cotizaciones" }, 350],
};

describe("the pages of a list over 50,000 calls", () => {
  it.each(Object.entries(pages))(
    "%s: reads a bounded number of rows",
    async (_, [filters, rows, place]) => {
      const [middle] = await database.sql<[{ after_at: string; after_id: string }]>`
        select created_at::text as after_at, id as after_id from whatsapp_calls
        where branch_id = ${branchA} order by created_at desc offset 500 limit 1`;
      const query = { ...readFilters(filters).query, ...(place ? middle : {}) };
      const reads = await countReads(
        `select id from whatsapp_calls_page('${JSON.stringify(query)}', 51)`,
      );
      expect(reads.scans).toBe(0);
      expect(reads.rows).toBeLessThanOrEqual(rows);
    },
  );

  it("the names of the agents", async () => {
    const reads = await countReads("select * from whatsapp_call_agents()");
    expect(reads.scans).toBe(0);
    expect(reads.rows).toBeLessThanOrEqual(2);
  });
});

describe("the overview's functions over 50,000 calls", () => {
  it("count a branch's window from an index alone", async () => {
    const window = "'2026-01-05', '2026-02-04', 'America/Mexico_City'";
    for (const branch of ["null", `'${branchA}'`]) {
      const query = `select whatsapp_calls_overview(${window}, ${branch}) #> '{groups,0}'`;
      expect(await countReads(query)).toEqual({ scans: 0, rows: 0 });
    }
  });

  it("find the calls to return by reading only the branch's calls of the window", async () => {
    const query =
      "select * from whatsapp_calls_to_return((select max(created_at) from whatsapp_calls) - interval '7 days')";
    await database.sql`
      update whatsapp_calls set end_reason = 'missed', answered_at = null
      where status = 'no_contestada'`;
    const [{ calls }] = await database.sql<[{ calls: number }]>`
      select count(*)::int as calls from whatsapp_calls where branch_id = ${branchA}
        and created_at >= (select max(created_at) from whatsapp_calls) - interval '7 days'`;
    const { scans, rows } = await countReads(query);
    expect(scans).toBe(0);
    // A missed call is read as one that is to return, and each call as one that may have returned another.
    expect(rows).toBeLessThanOrEqual(2 * calls);
  });
});

describe("the server's rules over 50,000 calls", () => {
  it("the pickups of an inbox are counted from an index alone", async () => {
    const query = `select skale_calls.count_pickups('${lead}', '2026-02-04')`;
    expect(await countReads(query, "none")).toEqual({ scans: 0, rows: 0 });
  });

  it.each([
    ["calls that the sweep expires", "is_expired(c, '{}', now())", "idx_whatsapp_calls_open"],
    ["dials that lost their answer", "is_lost(c, '{}', now())", "idx_whatsapp_calls_unattached"],
    ["dials that a ghost may belong to", "is_unattached(c)", "idx_whatsapp_calls_unattached"],
    ["a dial's ghosts", "is_ghost_of(c, $dialled)", "idx_whatsapp_calls_created_at"],
  ])("%s is read by index", async (_, rule, index) => {
    const [dialled] = await database.sql`
      select quote_literal(c::text) || '::whatsapp_calls' as row from whatsapp_calls c
      where call_id = 'wacid.25000'`;
    const [row] = await database.sql.unsafe(
      `explain (format json) select c.id from whatsapp_calls c
      where skale_calls.${rule.replace("$dialled", dialled?.row)}`,
    );
    const nodes = flatten(row?.["QUERY PLAN"][0].Plan);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(nodes.map((node) => node["Index Name"])).toContain(index);
  });
});

it("the sweep reads by index the entries of the ledger that it deletes, not those that stay", async () => {
  await database.sql`
    insert into whatsapp_call_events (provider, event_id, call_id, kind, outcome, payload, received_at)
    select 'ycloud', 'old_' || n, 'wacid.' || n, 'terminated', 'applied', '{}', '2020-01-01'
    from generate_series(1, 20000) as n`;
  await database.sql`
    insert into whatsapp_call_events (provider, event_id, kind, outcome, received_at)
    select 'ycloud', 'message_' || n, 'unknown', 'no_change', '2020-01-01'
    from generate_series(1, 30) as n`;
  await database.sql`analyze whatsapp_call_events`;
  const [row] = await database.sql.unsafe(
    `explain (analyze, timing off, format json) select p.id from whatsapp_call_events p
    where skale_calls.is_passing(p.kind, p.call_id, p.payload, p.outcome) and p.received_at < skale_calls.passing_until('{}', now())
    order by p.received_at limit skale_calls.ledger_batch() for update skip locked`,
  );
  const nodes = flatten(row?.["QUERY PLAN"][0].Plan);
  expect(nodes.map((node) => node["Index Name"])).toContain("idx_whatsapp_call_events_passing");
  expect(Math.max(...nodes.map(count))).toBe(30);
});

describe("the permission of a contact over 50,000 calls", () => {
  it("reads only the calls of the contact", async () => {
    const [row] = await database.sql.begin(async (transaction) => {
      await transaction.unsafe("set local random_page_cost = 1.1");
      return transaction.unsafe(
        `explain (analyze, timing off, format json)
        select c.id from skale_calls.calls_between(
          array['+525500000042', 'MX.1'], array['+525500000001', 'x']
        ) as c`,
      );
    });
    const nodes = flatten(row?.["QUERY PLAN"][0].Plan);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(nodes.map((node) => node["Index Name"])).toContain("idx_whatsapp_calls_contact_digits");
    expect(nodes.map((node) => node["Index Name"])).toContain("idx_whatsapp_calls_contact_user");
    expect(Math.max(...nodes.map(count))).toBeLessThanOrEqual(20);
  });

  it("finds the keys of the contact by index", async () => {
    const before = await readScans();
    const [keys] = await database.sql`select skale_calls.contact_keys('+525500000042') as keys`;
    expect(keys?.keys).toEqual(["+525500000042"]);
    expect((await readScans()) - before).toBe(0);
  });

  async function readScans(): Promise<number> {
    await database.sql`select pg_stat_force_next_flush()`;
    const [row] = await database.sql<[{ scans: number }]>`
      select seq_scan::int as scans from pg_stat_user_tables where relname = 'whatsapp_calls'`;
    return row.scans;
  }
});
