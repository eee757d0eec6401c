import { type Call, parseWebhook, stripSdp } from "@skale-calls/core";
import { contractWorld, createMemoryCallStore } from "@skale-calls/core/testing";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import fc from "fast-check";
import { editedSamples, edits, editValue, textOf } from "../editValue.ts";
import { isStorableJson, promise } from "../promise.ts";
import { type FuzzTarget, target } from "../target.ts";
import { openDatabase, type TriedCall } from "./openDatabase.ts";
import { type Sender, webhookSamples } from "./webhooks.ts";

const [ana] = contractWorld.agents;
const [inbox] = contractWorld.inboxes;
const [lead] = contractWorld.leads;
const phone = "+525587654321";
const callId = "00000000-0000-4000-8000-00000000ca11";
const newId = "00000000-0000-4000-8000-00000000ca12";
const receivedAt = new Date("2026-11-26T10:05:00.000Z");

/** The events of a body, as the store sends them to `record_whatsapp_call_events`. */
async function recordsOf(body: unknown): Promise<object[]> {
  const sent: object[] = [];
  const store = createSupabaseCallStore({
    client: {
      rpc: async (_, args) => {
        sent.push(...((args as { p_records: object[] }).p_records ?? []));
        return { data: [], error: null, status: 200 };
      },
    },
  });
  await store.recordEvents(toRecords(body));
  return sent;
}

function toRecords(body: unknown) {
  return parseWebhook(body, { receivedAt }).map(({ raw, ...event }) => ({
    event: event as never,
    payload: stripSdp(raw),
    bodySha256: "0".repeat(64),
  }));
}

/** A correct argument of each function of the service role. */
async function serviceCalls(): Promise<Record<string, unknown>[]> {
  const samples: Record<string, unknown>[] = [];
  const add = (name: string, ...args: unknown[]) => {
    for (const arg of args) samples.push({ name, arg });
  };
  const senders: Exclude<Sender, "twilio">[] = ["ycloud", "meta", "flat"];
  for (const sender of senders) {
    for (const body of webhookSamples[sender])
      add("record_whatsapp_call_events", await recordsOf(body));
  }
  const pair = { userId: ana.id, inboxId: inbox.id, contactPhone: phone };
  const claim = { id: callId, userId: ana.id, key: "0".repeat(64) };
  add("begin_whatsapp_call", {
    ...pair,
    id: newId,
    leadId: lead.id,
    provider: "ycloud",
    providers: ["ycloud"],
  });
  add("attach_whatsapp_call", { id: callId, callId: "wacid.new", provider: "ycloud" });
  add("claim_whatsapp_call", claim, { ...claim, key: "reject" });
  add("release_whatsapp_call_claim", claim);
  add("find_whatsapp_call", { id: callId, userId: ana.id });
  add("knows_whatsapp_contact", { phone, userId: ana.id });
  add("find_whatsapp_call_availability", { userId: ana.id, inboxId: inbox.id });
  add("set_whatsapp_call_hours", {
    inboxId: inbox.id,
    hours: {
      time_zone: "America/Mexico_City",
      weekly: [{ day: 1, open: "09:00", close: "14:00" }],
      holidays: [{ date: "2026-12-25", open: "09:00", close: "10:00" }],
    },
  });
  add("find_whatsapp_permission", pair);
  add("begin_whatsapp_permission_request", {
    ...pair,
    id: newId,
    provider: "ycloud",
    providers: ["ycloud"],
  });
  add("sweep_whatsapp_calls", {
    ringingSeconds: 90,
    outgoingSeconds: 120,
    hangupSeconds: 60,
    inProgressSeconds: 14_400,
    pendingSeconds: 60,
    passingSeconds: 60,
  });
  add("lease_whatsapp_call_media", { limit: 5, lifetimes: { ycloud: 2_592_000 }, lifetime: 60 });
  add("settle_whatsapp_call_media", {
    id: newId,
    path: "a",
    status: "stored",
    mediaType: "audio/ogg",
    bytes: 10,
    sha256: "0".repeat(64),
  });
  add("find_whatsapp_call_media", { callId, kind: "recording" });
  add("retry_whatsapp_call_media", { id: callId, userId: ana.id });
  add("lease_whatsapp_media_removals", { limit: 5 });
  add("settle_whatsapp_media_removal", { id: newId, path: "a" });
  add("erase_whatsapp_contact", { phone }, { userId: "MX.1" });
  add("save_whatsapp_call_rates", [
    {
      currency: "USD",
      effectiveFrom: "2026-10-01",
      markets: [
        {
          name: "Mexico",
          countries: ["MX"],
          tiers: [{ upToMinutes: null, perMinute: "0.01" }],
          source: { text: "x", quality: "official" },
        },
      ],
    },
  ]);
  return samples;
}

/** The arguments of the agents' functions. PostgREST casts them before it calls the function. */
const agentCalls: readonly Record<string, unknown>[] = [
  { name: "whatsapp_call_timeline", args: { call: callId } },
  { name: "whatsapp_call_agents", args: {} },
  {
    name: "whatsapp_calls_overview",
    args: { p_from: "2026-11-01", p_to: "2026-11-27", p_time_zone: "America/Mexico_City" },
  },
  { name: "whatsapp_calls_to_return", args: { p_since: "2026-11-01", p_limit: "20" } },
  {
    name: "whatsapp_call_costs",
    args: {
      p_from: "2026-11-01",
      p_to: "2026-11-27",
      p_group: "month",
      p_account_time_zone: "UTC",
    },
  },
  { name: "whatsapp_call_rate_cards", args: { p_account_time_zone: "UTC" } },
  {
    name: "whatsapp_calls_page",
    args: {
      p_filters: JSON.stringify({
        name: ["[Aa]na"],
        numbers: ["%5512%"],
        contact_phones: ["+525512345678"],
        said: '"muchas gracias" or -adiós',
        status: "completada",
        from: "2026-11-26T10:00:00Z",
        after_at: "2026-11-26T10:00:00Z",
        after_id: "00000000-0000-4000-8000-000000000001",
      }),
      p_limit: "51",
    },
  },
];

/** SQLSTATEs that say that the argument is wrong: `storeError` reads them as `store_refused`. */
const refusals = /^(?:ok|22...|23...|54...|P0001)$/;

/** Every function that the service role or an agent may call, with wrong arguments. */
export async function sqlFunctions(): Promise<FuzzTarget> {
  const database = await openDatabase();
  await seedCall(database.sql);
  const services = await serviceCalls();
  const serviceCall = fc
    .tuple(fc.nat({ max: services.length - 1 }), edits)
    .map(([index, changes]): TriedCall => {
      const { name, arg } = services[index] ?? {};
      const [argument = ""] = (database.argumentsOf.get(String(name)) ?? []) as string[];
      const changed = editValue(arg, changes, services);
      return {
        agent: null,
        function: String(name),
        args: { [argument]: JSON.stringify(changed) ?? "null" },
      };
    });
  const agentCall = fc
    .tuple(fc.nat({ max: agentCalls.length - 1 }), edits)
    .map(([index, changes]): TriedCall => {
      const { name, args } = agentCalls[index] ?? {};
      const changed = editValue(args, changes, agentCalls);
      const known = Object.keys(args as object).map((key) => [
        key,
        textOf((changed as Record<string, unknown>)?.[key]),
      ]);
      return { agent: ana.id, function: String(name), args: Object.fromEntries(known) };
    });
  return target({
    inputs: fc.oneof({ weight: 4, arbitrary: serviceCall }, { weight: 1, arbitrary: agentCall }),
    async checkLater(call) {
      const [result] = await database.tryCalls([call]);
      promise(
        refusals.test(result?.state ?? ""),
        `${call.function} refuses with a known SQLSTATE: ${JSON.stringify(result)}`,
      );
    },
    stop: database.stop,
  });
}

/** Webhooks with changes, as our parsers read them: the SQL function and the store in memory do the same, and nothing fails. */
export async function sqlRecords(): Promise<FuzzTarget> {
  const database = await openDatabase();
  const senders = fc.constantFrom<Exclude<Sender, "twilio">>("ycloud", "meta", "flat");
  return target({
    inputs: senders.chain((sender) => editedSamples(webhookSamples[sender])),
    async checkLater(body) {
      const records = await recordsOf(body);
      if (
        !isStorableJson(JSON.stringify(records.map((record) => ({ ...record, payload: null }))))
      ) {
        promise(false, "records can be stored");
      }
      const [tried] = await database.tryCalls([
        {
          agent: null,
          function: "record_whatsapp_call_events",
          args: { p_records: JSON.stringify(records) },
        },
      ]);
      promise(tried?.state === "ok", `what a parser gives is stored: ${JSON.stringify(tried)}`);
      const store = createMemoryCallStore({ ...contractWorld, now: () => new Date() });
      const expected = await store.recordEvents(toRecords(body));
      const actual = (tried as { result: typeof expected }).result;
      promise(
        JSON.stringify(actual.map(comparable)) === JSON.stringify(expected.map(comparable)),
        `SQL and memory agree: ${JSON.stringify([actual.map(comparable), expected.map(comparable)])}`,
      );
    },
    stop: database.stop,
  });
}

/** An outcome, with what the two stores must agree on. */
function comparable({
  outcome,
  joined,
  call,
}: {
  outcome: string;
  joined: boolean;
  call: Call | null;
}) {
  return { outcome, joined, call: call && comparableCall(call) };
}

/** The ids and the times of writing differ between two stores. */
const own = new Set(["id", "created_at", "updated_at", "raw_payload"]);

function comparableCall(call: Call): object {
  return Object.fromEntries(
    Object.entries(call)
      .filter(([name]) => !own.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [
        name,
        name.endsWith("_at") && value ? Date.parse(String(value)) : value,
      ]),
  );
}

async function seedCall(sql: Awaited<ReturnType<typeof openDatabase>>["sql"]): Promise<void> {
  await sql`
    insert into whatsapp_calls (id, call_id, provider_call_id, direction, direction_source, status, contact_phone, business_phone, started_at, provider)
    values (${callId}, 'wacid.seed', 'wacid.seed', 'entrante', 'provider', 'iniciando', ${phone}, '+525500000001', now(), 'ycloud')`;
}
