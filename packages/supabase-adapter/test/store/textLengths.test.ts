import { textLengths } from "@skale-calls/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCallService } from "../../src/index.ts";
import { type ServiceWorld, startServiceWorld } from "../serviceWorld.ts";

let world: ServiceWorld;
beforeAll(async () => {
  // The API's server prints every error that it returns.
  vi.spyOn(console, "error").mockImplementation(() => {});
  world = await startServiceWorld();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world.stop();
});

/** The required columns of each table besides the tested one. */
const needed: Record<keyof typeof textLengths, Record<string, unknown>> = {
  whatsapp_calls: { call_id: "wacid.length", status: "iniciando" },
  whatsapp_call_events: { provider: "p", event_id: "e", kind: "k", outcome: "applied" },
  whatsapp_call_claims: { id: "00000000-0000-4000-8000-0000000000e1" },
  whatsapp_call_sessions: { id: "00000000-0000-4000-8000-0000000000e1", sdp_type: "offer" },
  whatsapp_call_media: { kind: "recording", asset_id: "a" },
  whatsapp_call_permissions: {
    contact_key: "c",
    business_key: "b",
    status: "permanent",
    occurred_at: "2026-11-22T10:00:00Z",
    event_id: "e",
  },
  whatsapp_call_contact_changes: {
    event_id: "e",
    contact_user_id: "MX.2",
    previous_user_id: "MX.1",
    occurred_at: "2026-11-22T10:00:00Z",
  },
  whatsapp_call_rates: {
    currency: "USD",
    effective_from: "2027-01-01",
    market: "m",
    countries: [],
    tiers: [{ upToMinutes: null, perMinute: "1" }],
    source: "s",
    source_quality: "official",
  },
  whatsapp_call_numbers: {
    number_key: "k",
    fact: "f",
    value: true,
    provider: "p",
    occurred_at: "2026-11-22T10:00:00Z",
    event_id: "e",
  },
  whatsapp_call_permission_requests: {},
};
/** Texts that only the database chooses, or that it compares with a list. */
const ownWords = [
  "whatsapp_calls.status",
  "whatsapp_calls.end_reason",
  "whatsapp_calls.direction",
  "whatsapp_calls.direction_source",
  "whatsapp_calls.end_cause",
  "whatsapp_call_events.outcome",
  "whatsapp_call_events.body_sha256",
  "whatsapp_call_media.kind",
  "whatsapp_call_media.status",
  "whatsapp_call_sessions.sdp_type",
  "whatsapp_call_permissions.status",
  "whatsapp_call_rates.source_quality",
  "whatsapp_call_hours.time_zone",
];
const columns = Object.entries(textLengths).flatMap(([table, lengths]) =>
  Object.entries(lengths).map(([column, { most }]) => ({ table, column, most })),
);

describe("every text column", () => {
  it("that webhooks or people write has a maximum length", async () => {
    const rows = await world.sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and table_name like 'whatsapp\\_call%' and data_type = 'text'`;
    const known = [...columns.map(({ table, column }) => `${table}.${column}`), ...ownWords];
    expect(rows.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it.each(columns)(
    "$table.$column accepts at most $most characters",
    async ({ table, column, most }) => {
      await world.sql`
      insert into whatsapp_calls (id, call_id, status)
      values ('00000000-0000-4000-8000-0000000000e1', 'wacid.session', 'iniciando') on conflict do nothing`;
      const insert = (text: string) => {
        const row = { ...needed[table as keyof typeof needed], [column]: text };
        const names = Object.keys(row).join(", ");
        return world.sql.begin(async (transaction) => {
          await transaction.unsafe(
            `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1::text::jsonb)`,
            [JSON.stringify(row)],
          );
          throw new Error("rolled back");
        });
      };
      // Characters, not bytes.
      await expect(insert("ñ".repeat(most))).rejects.toThrow("rolled back");
      await expect(insert("ñ".repeat(most + 1))).rejects.toMatchObject({
        code: "23514",
        constraint_name: `${table}_${column}_length`,
      });
    },
  );
});

describe("an agent's text", () => {
  const service = () => createCallService(world.client, world.options);

  it.each([
    [
      { notes: "n".repeat(10_001) },
      "The notes have 10,001 characters; at most 10,000 are allowed.",
    ],
    [
      { contactName: "n".repeat(2_000_000) },
      "The name has 2,000,000 characters; at most 200 are allowed.",
    ],
  ])(
    "is refused with a sentence if it is too long, and accepted at the maximum length",
    async (update, message) => {
      const { id } = await service().logCall({
        direction: "saliente",
        notes: "n".repeat(10_000),
        contactName: "n".repeat(200),
      });
      const refused = { code: "text_too_long", status: 400, message };
      await expect(service().updateCall(id, update)).rejects.toMatchObject(refused);
      const call = { direction: "saliente", ...update } as const;
      await expect(service().logCall(call)).rejects.toMatchObject(refused);
    },
  );

  it("is at most as long as a phone number", async () => {
    const call = { direction: "saliente", contactPhone: "5".repeat(256) } as const;
    await expect(service().logCall(call)).rejects.toMatchObject({
      code: "text_too_long",
      message: "The phone number has 256 characters; at most 255 are allowed.",
    });
  });
});

describe("a text from the service role", () => {
  const record = async (event: object, facts: object) => {
    const records = [
      {
        event: {
          id: "evt",
          provider: "ycloud",
          kind: "offer",
          occurredAt: "2026-11-22T10:00:00Z",
          ...event,
        },
        facts,
        payload: null,
        bodySha256: "0".repeat(64),
      },
    ];
    const [row] = await world.sql`
      select public.record_whatsapp_call_events(${JSON.stringify(records)}::text::jsonb) -> 0 as recorded`;
    return row?.recorded;
  };

  it("is cut before the merge, so that the merge does not depend on the order", async () => {
    const { call, outcome } = await record(
      { callId: "wacid.long" },
      {
        contact_profile_name: "a".repeat(300),
        contact_user_id: "u".repeat(256),
        transcript: "t".repeat(1_000_001),
        recording_url: `https://${"r".repeat(5000)}`,
      },
    );
    expect(outcome).toBe("applied");
    expect(call.contact_profile_name).toBe("a".repeat(200));
    expect(call.transcript).toHaveLength(1_000_000);
    expect([call.contact_user_id, call.recording_url]).toEqual([null, null]);
    const again = await record(
      { id: "evt.2", callId: "wacid.long" },
      { contact_profile_name: "a".repeat(250) },
    );
    expect(again.outcome).toBe("no_change");
  });

  it("with an id that cannot be stored makes only that event a dead letter", async () => {
    const { outcome, call } = await record({ id: "i".repeat(600), callId: "c".repeat(256) }, {});
    expect({ outcome, call }).toEqual({ outcome: "dead_letter", call: null });
    const [letter] = await world.sql`
      select call_id, char_length(event_id) as length from whatsapp_call_events where outcome = 'dead_letter'`;
    expect(letter).toEqual({ call_id: null, length: 512 });
  });
});
