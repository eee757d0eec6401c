import { loggedCallId } from "@skale-calls/core/internal";
import type { Sql } from "postgres";
import type { ActorName } from "./accessTable.ts";

export type AgentIds = Record<Exclude<ActorName, "anon" | "service role">, string>;

export const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
export const branchA = id(1);
export const branchB = id(2);

type RowsByLabel = Record<string, { id: string | number } & Record<string, unknown>>;
/** Tables in the order in which they can be filled, each with its rows by label. */
export type World = Record<string, RowsByLabel>;

const sdp = "v=0\r\n";
const contactChange = {
  contact_user_id: "MX.2",
  previous_user_id: "MX.1",
  occurred_at: "2026-11-22T10:00:00Z",
};
const rate = {
  currency: "USD",
  effective_from: "2027-01-01",
  market: "m",
  countries: ["MX"],
  tiers: [{ upToMinutes: null, perMinute: "1" }],
  source: "s",
  source_quality: "official",
};

/** Returns the guide's tables of the host. The users of Auth exist already. */
export function describeGuideHost(agents: AgentIds): World {
  return {
    branches: { a: { id: branchA, name: "A" }, b: { id: branchB, name: "B" } },
    users: {
      m: { id: agents["agent of A"], branch_id: branchA },
      c: { id: agents["colleague in A"], branch_id: branchA },
      b: { id: agents["agent of B"], branch_id: branchB },
      n: { id: agents["agent of none"], branch_id: null },
    },
    whatsapp_inboxes: {
      a: { id: id(11), branch_id: branchA },
      b: { id: id(12), branch_id: branchB },
      n: { id: id(13), branch_id: null },
    },
    leads: {
      a: { id: id(21), branch_id: branchA },
      b: { id: id(22), branch_id: branchB },
      n: { id: id(23), branch_id: null },
    },
  };
}

/**
 * A row of every kind in every table.
 *
 * @param second the branch of the rows named `b`.
 */
export function describeWorld(
  agents: AgentIds,
  host: World = describeGuideHost(agents),
  second: string = branchB,
): World {
  const call = {
    direction: "entrante",
    status: "iniciando",
    notes: "",
    contact_phone: "+525587654321",
  };
  const event = { provider: "ycloud", kind: "offer", outcome: "applied", payload: { secret: 1 } };
  const media = { kind: "recording", asset_id: "asset" };
  const permission = { status: "permanent", occurred_at: "2026-11-22T10:00:00Z", event_id: "e" };
  const fact = {
    fact: "calling_status",
    value: "ENABLED",
    provider: "ycloud",
    occurred_at: "2026-11-22T10:00:00Z",
    event_id: "e",
  };
  const hours = { time_zone: "America/Mexico_City", weekly: [] };
  return {
    ...host,
    whatsapp_calls: {
      a: { ...call, id: id(31), call_id: "wacid.a", branch_id: branchA },
      m: {
        ...call,
        id: id(32),
        call_id: "wacid.m",
        branch_id: branchA,
        direction: "saliente",
        user_id: agents["agent of A"],
      },
      b: { ...call, id: id(33), call_id: "wacid.b", branch_id: second },
      n: { ...call, id: id(34), call_id: "wacid.n", branch_id: null },
      l: {
        ...call,
        id: id(35),
        call_id: loggedCallId(id(35)),
        status: "completada",
        branch_id: branchA,
        user_id: agents["agent of A"],
      },
    },
    whatsapp_call_sessions: {
      a: { id: id(31), sdp_type: "offer", sdp },
      m: { id: id(32), sdp_type: "answer", sdp },
      b: { id: id(33), sdp_type: "offer", sdp },
      n: { id: id(34), sdp_type: "offer", sdp },
    },
    whatsapp_call_claims: {
      a: { id: id(31), key: "k" },
      b: { id: id(33), key: "k" },
      n: { id: id(34), key: "k" },
    },
    whatsapp_call_events: {
      a: { ...event, id: 1, event_id: "a", call_id: "wacid.a" },
      m: { ...event, id: 2, event_id: "m", call_id: "wacid.m" },
      b: { ...event, id: 3, event_id: "b", call_id: "wacid.b" },
      n: { ...event, id: 4, event_id: "n", call_id: "wacid.n" },
      l: { ...event, id: 5, event_id: "l", call_id: loggedCallId(id(35)) },
    },
    whatsapp_call_media: {
      a: { ...media, id: id(51), call: id(31), path: "a.ogg" },
      b: { ...media, id: id(52), call: id(33), path: "b.ogg" },
      n: { ...media, id: id(53), call: id(34), path: "n.ogg" },
    },
    whatsapp_call_retention: {
      a: { id: id(61), branch_id: branchA, days: 30 },
      n: { id: id(62), branch_id: null, days: 365 },
    },
    whatsapp_call_permissions: {
      a: { ...permission, id: id(41), contact_key: "a", business_key: "", branch_id: branchA },
      b: { ...permission, id: id(42), contact_key: "b", business_key: "", branch_id: second },
      n: { ...permission, id: id(43), contact_key: "n", business_key: "", branch_id: null },
    },
    whatsapp_call_contact_changes: { n: { ...contactChange, id: id(71), event_id: "n" } },
    whatsapp_call_rates: { r: { id: 1, ...rate } },
    whatsapp_call_numbers: {
      a: { ...fact, id: id(51), number_key: "phone:a", branch_id: branchA },
      b: { ...fact, id: id(52), number_key: "phone:b", branch_id: second },
      n: { ...fact, id: id(53), number_key: "account:n", branch_id: null },
    },
    whatsapp_call_hours: {
      a: { ...hours, id: id(61), inbox_id: id(11) },
      b: { ...hours, id: id(62), inbox_id: id(12) },
      n: { ...hours, id: id(63), inbox_id: id(13) },
    },
    whatsapp_call_permission_requests: {
      a: { id: id(51), contact_key: "a", branch_id: branchA },
      b: { id: id(52), contact_key: "b", branch_id: second },
      n: { id: id(53), contact_key: "n", branch_id: null },
    },
  };
}

/** Empties the tables and fills them again. */
export async function fillWorld(sql: Sql, world: World): Promise<void> {
  const tables = Object.keys(world);
  const statements = [
    `truncate ${tables.map((table) => `public.${table}`).join(", ")} cascade`,
    ...Object.entries(world).flatMap(([table, rows]) =>
      Object.values(rows).map((row) => insertSql(table, row)),
    ),
  ];
  await sql.unsafe(statements.join(";\n"));
}

/** Inserts only these columns, so that the other columns get their defaults. */
export function insertSql(table: string, row: Record<string, unknown>): string {
  const columns = Object.keys(row).join(", ");
  const json = JSON.stringify(row).replaceAll("'", "''");
  const overriding = typeof row.id === "number" ? " overriding system value" : "";
  return `insert into public.${table} (${columns})${overriding}
    select ${columns} from jsonb_populate_record(null::public.${table}, '${json}')`;
}

/** Returns a row that does not exist yet. It claims to be in branch A and over. */
export function newRow(table: string, world: World, outsider: string): Record<string, unknown> {
  const rows: Record<string, Record<string, unknown>> = {
    branches: { id: id(91) },
    users: { id: outsider, branch_id: branchA },
    whatsapp_inboxes: { id: id(92), branch_id: branchA },
    leads: { id: id(93), branch_id: branchA },
    whatsapp_calls: {
      id: id(94),
      call_id: "wacid.forged",
      status: "completada",
      direction: "entrante",
      contact_phone: "+525587654321",
      branch_id: branchA,
      user_id: world.users?.m?.id,
    },
    whatsapp_call_sessions: { id: id(33), sdp_type: "offer", sdp },
    whatsapp_call_claims: { id: id(35), key: "forged" },
    whatsapp_call_events: {
      provider: "ycloud",
      event_id: "forged",
      kind: "offer",
      outcome: "applied",
    },
    whatsapp_call_media: { id: id(95), call: id(31), kind: "transcript", asset_id: "forged" },
    whatsapp_call_retention: { id: id(96), branch_id: branchB, days: 1 },
    whatsapp_call_permissions: {
      contact_key: "forged",
      business_key: "",
      status: "permanent",
      occurred_at: "2026-11-22T10:00:00Z",
      event_id: "forged",
      branch_id: branchA,
    },
    whatsapp_call_contact_changes: { ...contactChange, event_id: "forged" },
    whatsapp_call_rates: { ...rate, market: "forged" },
    whatsapp_call_numbers: {
      number_key: "phone:forged",
      fact: "calling_status",
      value: "ENABLED",
      provider: "ycloud",
      occurred_at: "2026-11-22T10:00:00Z",
      event_id: "forged",
      branch_id: branchA,
    },
    whatsapp_call_hours: { inbox_id: id(92), time_zone: "America/Mexico_City", weekly: [] },
    whatsapp_call_permission_requests: { id: id(95), branch_id: branchA },
  };
  const row = rows[table];
  if (row === undefined) throw new Error(`No new row for ${table}`);
  return row;
}

const valuesByType: Record<string, unknown> = {
  uuid: id(99),
  text: "forged",
  boolean: true,
  integer: 77,
  bigint: 77,
  "timestamp with time zone": "2020-01-01T00:00:00Z",
  jsonb: { forged: true },
  date: "2020-01-01",
  character: "XXX",
  ARRAY: ["XX"],
};

/** Returns another value for a column. It may be invalid, because permissions are checked before values. */
export function newValue(table: string, column: string, type: string, label: string): unknown {
  if (table === "whatsapp_calls" && column === "lead_id") {
    return { a: id(21), l: id(21), m: id(21), b: id(22), n: id(23) }[label];
  }
  const value = valuesByType[type];
  if (value === undefined) throw new Error(`No value of type ${type}`);
  return value;
}
