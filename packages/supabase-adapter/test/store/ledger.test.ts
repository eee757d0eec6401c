import type { EventRecord, StoredEvent } from "@skale-calls/core";
import type { TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
beforeEach(async () => {
  await keep();
  await database.sql`truncate whatsapp_calls, whatsapp_call_events cascade`;
  await database.sql.unsafe(
    (await readMonths()).map((name) => `drop table skale_calls.${name};`).join(""),
  );
});
afterAll(() => database.drop());

const store = () => createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });

async function keep(options: object = {}) {
  const { data, error } = await createSqlRpcClient(database.sql).rpc("keep_whatsapp_call_ledger", {
    p_options: options,
  });
  expect(error).toBeNull();
  return data as { created: string[]; dropped: string[] };
}

async function readMonths(): Promise<string[]> {
  const rows = await database.sql<{ relname: string }[]>`
    select relname from pg_class
    where relnamespace = 'skale_calls'::regnamespace and relkind = 'r' and relname ~ '^whatsapp_call_events_[0-9]'
    order by relname`;
  return rows.map(({ relname }) => relname);
}

/** Each event with its partition. */
async function readPartitions(): Promise<Record<string, string>> {
  const rows = await database.sql<{ event_id: string; partition: string }[]>`
    select event_id, c.relname as partition
    from whatsapp_call_events e join pg_class c on c.oid = e.tableoid order by e.id`;
  return Object.fromEntries(rows.map(({ event_id, partition }) => [event_id, partition]));
}

/** The name of the partition of the month that is so many months from now. */
async function nameOf(months: number): Promise<string> {
  const [row] = await database.sql<[{ name: string }]>`
    select skale_calls.ledger_month(date_trunc('month', now(), 'UTC') + make_interval(months => ${months})) as name`;
  return row.name;
}

const record = (id: string, occurredAt = new Date().toISOString()): EventRecord => ({
  event: {
    id,
    provider: "ycloud",
    kind: "ringing",
    callId: `wacid.${id}`,
    occurredAt,
    direction: "saliente",
    contact: { phone: "+525587654321" },
    business: { phone: "+5215500000001" },
  } as StoredEvent,
  payload: { id },
  bodySha256: id,
});

const arrivedMonthsAgo = (id: string, months: number) => database.sql`
  update whatsapp_call_events
  set received_at = date_trunc('month', now(), 'UTC') - make_interval(months => ${months}) + interval '12 hours'
  where event_id = ${id}`;

describe("the months of the ledger", () => {
  it("are this one and the coming ones, and are made once", async () => {
    const names = [await nameOf(0), await nameOf(1), await nameOf(2)];
    expect(await keep()).toEqual({ created: names, dropped: [] });
    expect(await keep()).toEqual({ created: [], dropped: [] });
    expect(await readMonths()).toEqual(names);
  });

  it("get the rows that came before them; a row of a missing month goes to the default partition", async () => {
    await store().recordEvents([record("early"), record("older")]);
    await arrivedMonthsAgo("older", 2);
    await keep();
    await store().recordEvents([record("late")]);
    const month = await nameOf(0);
    expect(await readPartitions()).toEqual({
      early: month,
      older: "whatsapp_call_events_default",
      late: month,
    });
  });

  it("are the same in every time zone of a session", async () => {
    const { created } = await database.sql.begin(async (sql) => {
      await sql`set local timezone = 'Europe/Madrid'`;
      const [row] = await sql<[{ kept: { created: string[] } }]>`
        select keep_whatsapp_call_ledger('{"monthsAhead": 12}') as kept`;
      return row.kept;
    });
    const wanted = Array.from({ length: 13 }, (_, months) => nameOf(months));
    expect(created).toEqual(await Promise.all(wanted));
  });

  it("have the indexes of the ledger", async () => {
    await keep();
    const rows = await database.sql<{ definition: string }[]>`
      select indexdef as definition from pg_indexes where tablename = ${await nameOf(0)}`;
    const definitions = rows.map(({ definition }) => definition.replace(/^.* USING /, "")).sort();
    const former = await database.sql<{ definition: string }[]>`
      select indexdef as definition from pg_indexes where tablename = 'whatsapp_call_events_default'`;
    expect(definitions).toEqual(
      former.map(({ definition }) => definition.replace(/^.* USING /, "")).sort(),
    );
  });

  it("are made and dropped while a webhook is being stored, and neither fails", async () => {
    await keep();
    await database.sql`
      select skale_calls.add_ledger_month(date_trunc('month', now(), 'UTC') - make_interval(months => 5))`;
    await database.sql.unsafe(`drop table skale_calls.${await nameOf(1)}`);
    let kept: ReturnType<typeof keep> | undefined;
    await database.sql.begin(async (webhook) => {
      await webhook`lock table only whatsapp_call_events in row exclusive mode`;
      kept = keep({ keepMonths: 3 });
      await vi.waitUntil(async () => {
        const [row] = await database.sql<[{ waits: boolean }]>`
          select exists (
            select from pg_locks where not granted and relation = 'whatsapp_call_events'::regclass
          ) as waits`;
        return row.waits;
      }, 10_000);
      await webhook`
        insert into whatsapp_call_events (provider, event_id, kind, outcome, received_at)
        values ('ycloud', 'meanwhile', 'ringing', 'applied', now() - interval '70 days')`;
    });
    expect(await kept).toEqual({ created: [await nameOf(1)], dropped: [await nameOf(-5)] });
    expect(await readPartitions()).toEqual({ meanwhile: "whatsapp_call_events_default" });
  });

  it("made by two at once are made once", async () => {
    const made = await Promise.all([keep(), keep(), keep()]);
    expect(made.flatMap(({ created }) => created)).toHaveLength(3);
  });

  it("are dropped after keepMonths, with their rows in the default partition; two stay at least", async () => {
    await store().recordEvents(["0", "1", "2", "3"].map((id) => record(id)));
    for (const months of [1, 2, 3]) await arrivedMonthsAgo(String(months), months);
    for (const months of [1, 2]) {
      await database.sql`
        select skale_calls.add_ledger_month(date_trunc('month', now(), 'UTC') - make_interval(months => ${months}))`;
    }
    expect(await keep({ keepMonths: 3 })).toMatchObject({ dropped: [] });
    expect(Object.keys(await readPartitions())).toEqual(["0", "1", "2"]);
    expect(await keep({ keepMonths: 1 })).toMatchObject({ dropped: [await nameOf(-2)] });
    expect(Object.keys(await readPartitions())).toEqual(["0", "1"]);
  });

  it("give no role but the owner their rows, and have row-level security", async () => {
    await keep();
    const rows = await database.sql`
      select c.relname, c.relrowsecurity as secured,
        has_table_privilege('anon', c.oid, 'select') or has_table_privilege('authenticated', c.oid, 'select')
          or has_table_privilege('service_role', c.oid, 'select') as readable
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'whatsapp_call_events'::regclass and c.relnamespace = 'skale_calls'::regnamespace`;
    expect(rows).toHaveLength(4);
    expect(rows.every(({ secured, readable }) => secured && !readable)).toBe(true);
  });
});

describe("a repeated webhook", () => {
  it("is recognised across the border of a month, with and without partitions", async () => {
    for (const id of ["in-default", "in-a-month"]) {
      // The provider says when it happened, so the month of its first arrival is searched.
      const first = record(id, new Date(Date.now() - 40 * 86_400_000).toISOString());
      await store().recordEvents([first]);
      await arrivedMonthsAgo(id, 1);
      const outcomes = await store().recordEvents([first, { ...first, bodySha256: "other" }]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(["duplicate", "conflict"]);
      await database.sql`select skale_calls.add_ledger_month(now() - interval '1 month')`;
      await keep();
    }
    const rows = await database.sql`select outcome from whatsapp_call_events order by id`;
    expect(rows.map(({ outcome }) => outcome)).toEqual([
      "applied",
      "conflict",
      "applied",
      "conflict",
    ]);
  });

  it("is stored once if its first arrival was refused and its time is no time", async () => {
    const refused = record("refused", "no time");
    const outcomes = [];
    for (let times = 0; times < 2; times++) {
      outcomes.push(...(await store().recordEvents([refused])));
    }
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["dead_letter", "duplicate"]);
  });

  it("reads only the months in which it can have arrived", async () => {
    for (let months = -12; months <= 2; months++) {
      await database.sql`
        select skale_calls.add_ledger_month(date_trunc('month', now(), 'UTC') + make_interval(months => ${months}))`;
    }
    const [row] = await database.sql.unsafe(`
      explain (format json) select from whatsapp_call_events e
      where e.provider = 'ycloud' and e.event_id = 'x' and e.received_at >= skale_calls.told_since(now(), now())`);
    const read = new Set(JSON.stringify(row).match(/whatsapp_call_events_(default|\d{4}_\d\d)"/g));
    // The former month, this one, the two coming ones, and the default partition.
    expect(read.size).toBeLessThanOrEqual(5);
  });
});
