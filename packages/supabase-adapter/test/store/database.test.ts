import type { TestDatabase } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import type {
  Database,
  WhatsappCallClaim,
  WhatsappCallContactChange,
  WhatsappCallEvent,
  WhatsappCallHours,
  WhatsappCallMedia,
  WhatsappCallNumber,
  WhatsappCallPermission,
  WhatsappCallPermissionRequest,
  WhatsappCallRate,
  WhatsappCallRetention,
  WhatsappCallRow,
  WhatsappCallSession,
} from "../../src/index.ts";
import { createCallService } from "../../src/index.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

/** Whether a column may be null, written again so that the compiler compares it with the types. */
type Columns<Row> = { [K in keyof Row]-?: null extends Row[K] ? "null" : "value" };

const sessions: Columns<WhatsappCallSession> = {
  id: "value",
  sdp_type: "value",
  sdp: "value",
  rings_until: "null",
  created_at: "value",
};
const events: Columns<WhatsappCallEvent> = {
  id: "value",
  provider: "value",
  event_id: "value",
  call_id: "null",
  kind: "value",
  occurred_at: "null",
  received_at: "value",
  outcome: "value",
  error: "null",
  payload: "null",
  body_sha256: "null",
};
const claims: Columns<WhatsappCallClaim> = { id: "value", key: "value", accepts: "value" };
const media: Columns<WhatsappCallMedia> = {
  id: "value",
  call: "null",
  kind: "value",
  asset_id: "value",
  faults: "value",
  attempt_path: "null",
  status: "value",
  attempts: "value",
  next_at: "value",
  leased_until: "value",
  path: "null",
  media_type: "null",
  bytes: "null",
  sha256: "null",
  error_code: "null",
  stored_at: "null",
  created_at: "value",
};
const contactChanges: Columns<WhatsappCallContactChange> = {
  id: "value",
  event_id: "value",
  contact_phone: "null",
  contact_key: "null",
  contact_user_id: "value",
  previous_user_id: "value",
  occurred_at: "value",
};
const retention: Columns<WhatsappCallRetention> = { id: "value", branch_id: "null", days: "value" };
const permissions: Columns<WhatsappCallPermission> = {
  id: "value",
  contact_key: "value",
  business_key: "value",
  contact_phone: "null",
  contact_user_id: "null",
  business_phone: "null",
  provider_phone_id: "null",
  branch_id: "null",
  status: "value",
  expires_at: "null",
  source: "null",
  context_id: "null",
  occurred_at: "value",
  event_id: "value",
  updated_at: "value",
};
const rates: Columns<WhatsappCallRate> = {
  id: "value",
  currency: "value",
  effective_from: "value",
  effective_to: "null",
  market: "value",
  countries: "value",
  tiers: "value",
  source: "value",
  source_quality: "value",
};
const numbers: Columns<WhatsappCallNumber> = {
  id: "value",
  number_key: "value",
  fact: "value",
  value: "value",
  provider: "value",
  provider_phone_id: "null",
  business_phone: "null",
  account_id: "null",
  branch_id: "null",
  occurred_at: "value",
  event_id: "value",
  updated_at: "value",
};
const hours: Columns<WhatsappCallHours> = {
  id: "value",
  inbox_id: "value",
  time_zone: "value",
  weekly: "value",
  holidays: "value",
  updated_at: "value",
};
const permissionRequests: Columns<WhatsappCallPermissionRequest> = {
  id: "value",
  provider: "null",
  user_id: "null",
  branch_id: "null",
  contact_key: "null",
  business_key: "null",
  contact_phone: "null",
  contact_user_id: "null",
  business_phone: "null",
  provider_phone_id: "null",
  message_id: "null",
  requested_at: "null",
  sent_at: "null",
  delivered_at: "null",
  read_at: "null",
  failed_at: "null",
  error_code: "null",
  created_at: "value",
  updated_at: "value",
};
const calls: Columns<WhatsappCallRow> = {
  id: "value",
  call_id: "value",
  contact_phone: "null",
  contact_name: "null",
  direction: "null",
  status: "value",
  duration_seconds: "value",
  started_at: "null",
  ended_at: "null",
  recording_url: "null",
  transcript: "null",
  user_id: "null",
  branch_id: "null",
  inbox_id: "null",
  outside_hours: "null",
  lead_id: "null",
  notes: "null",
  provider_call_id: "null",
  raw_payload: "null",
  created_at: "value",
  updated_at: "value",
  provider: "null",
  provider_phone_id: "null",
  business_phone: "null",
  contact_user_id: "null",
  contact_profile_name: "null",
  end_reason: "null",
  error_code: "null",
  direction_source: "null",
  ringing_at: "null",
  answered_at: "null",
  declined_at: "null",
  rejected_at: "null",
  hangup_at: "null",
  unclear_at: "null",
  expired_at: "null",
  end_cause: "null",
  cta_payload: "null",
  deeplink_payload: "null",
  recording_asset: "null",
  recording_at: "null",
  transcript_asset: "null",
  transcript_at: "null",
  claimed_by: "null",
  claimed_at: "null",
};
/** These are nullable in the guide but not in its type: they have defaults, and nothing writes null. */
const withDefaults = new Set(["duration_seconds", "created_at", "updated_at"]);

it.each(
  Object.entries({
    whatsapp_calls: calls,
    whatsapp_call_sessions: sessions,
    whatsapp_call_claims: claims,
    whatsapp_call_events: events,
    whatsapp_call_permissions: permissions,
    whatsapp_call_media: media,
    whatsapp_call_retention: retention,
    whatsapp_call_contact_changes: contactChanges,
    whatsapp_call_permission_requests: permissionRequests,
    whatsapp_call_rates: rates,
    whatsapp_call_numbers: numbers,
    whatsapp_call_hours: hours,
  }),
)("the type of %s has the table's columns", async (table, expected) => {
  const columns = await database.sql<{ name: string; nullable: boolean; preset: boolean }[]>`
    select column_name as name, is_nullable = 'YES' as nullable, column_default is not null as preset
    from information_schema.columns where table_schema = 'public' and table_name = ${table}`;
  const actual = columns.map(({ name, nullable, preset }) => [
    name,
    nullable && !(preset && withDefaults.has(name)) ? "null" : "value",
  ]);
  expect(Object.fromEntries(actual)).toEqual(expected);
});

it("the type of the functions matches the schema", async () => {
  const functions: Record<keyof Database["public"]["Functions"], string[]> = {
    whatsapp_call_timeline: ["call"],
    whatsapp_call_agents: [],
    whatsapp_calls_overview: ["p_from", "p_to", "p_time_zone", "p_branch_id"],
    whatsapp_calls_to_return: ["p_since", "p_limit"],
    whatsapp_call_costs: ["p_from", "p_to", "p_group", "p_account_time_zone", "p_branch_id"],
    whatsapp_call_rate_cards: ["p_account_time_zone"],
    save_whatsapp_call_rates: ["p_cards"],
    record_whatsapp_call_events: ["p_records"],
    begin_whatsapp_call: ["p_call"],
    attach_whatsapp_call: ["p_call"],
    claim_whatsapp_call: ["p_claim"],
    release_whatsapp_call_claim: ["p_claim"],
    find_whatsapp_call: ["p_call"],
    knows_whatsapp_contact: ["p_contact"],
    lease_whatsapp_call_media: ["p_options"],
    settle_whatsapp_call_media: ["p_result"],
    find_whatsapp_call_media: ["p_media"],
    retry_whatsapp_call_media: ["p_act"],
    lease_whatsapp_media_removals: ["p_options"],
    settle_whatsapp_media_removal: ["p_removal"],
    erase_whatsapp_contact: ["p_contact"],
    whatsapp_calls_page: ["p_filters", "p_limit"],
    find_whatsapp_permission: ["p_permission"],
    begin_whatsapp_permission_request: ["p_request"],
    find_whatsapp_call_availability: ["p_query"],
    set_whatsapp_call_hours: ["p_hours"],
    sweep_whatsapp_calls: ["p_options"],
    keep_whatsapp_call_ledger: ["p_options"],
    diagnose_whatsapp_calls: ["p_options"],
    find_whatsapp_call_events: ["p_query"],
    replay_whatsapp_call_events: ["p_replay"],
  };
  const rows = await database.sql<{ name: string; args: string[] }[]>`
    select proname as name, proargnames[1:pronargs] as args from pg_proc
    where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype`;
  expect(Object.fromEntries(rows.map(({ name, args }) => [name, args]))).toEqual(functions);
});

it("the data service takes a client that knows our tables, the host's or none", () => {
  type Host = {
    public: {
      Tables: {
        leads: { Row: { id: string }; Insert: { id?: string }; Update: object; Relationships: [] };
      };
      Views: { [_ in never]: never };
      Functions: { [_ in never]: never };
    };
  };
  const url = "http://localhost:1";
  const services = [
    createCallService(createClient<Database>(url, "key"), { url, apiKey: "key" }),
    createCallService(createClient<Host>(url, "key"), { url, apiKey: "key" }),
    createCallService(createClient(url, "key"), { url, apiKey: "key" }),
  ];
  for (const service of services) expect(service.fetchWhatsappCalls).toBeTypeOf("function");
});
