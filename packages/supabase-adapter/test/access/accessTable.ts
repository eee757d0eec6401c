/**
 * The complete permissions: each line has an operation, and the rows on which each actor may do it. Both runners, SQL and
 * supabase-js, execute this table, and a table, column or function that is missing here fails the test.
 *
 * Rows are named after their owner: `a` belongs to branch A and no agent, `m` to the agent of A, `l` to the agent of A (logged
 * by hand), `c` to the colleague, `b` to branch B, `n` to no branch, `x` to no agent. `yes` and `-` are used where rows have no
 * names.
 */
const accessTable = `
                                      | anon | agent of A | colleague in A | agent of B | agent of none | no agent | service role
# Selects every column. None contains payloads or the keys of claims, see "what webhooks brought".
whatsapp_calls select                 | -    | a l m n    | a l m n        | b n        | n             | -        | a l m b n
# Values that an agent may not choose are corrected: see "a call logged by hand".
whatsapp_calls insert                 | -    | yes        | yes            | yes        | -             | -        | yes
# updated_at becomes now(), for any sent value.
whatsapp_calls update                 | -    | a l m      | a l m          | b          | -             | -        | a l m b n
  notes, lead_id, contact_name, updated_at
whatsapp_calls update                 | -    | -          | -              | -          | -             | -        | a l m b n
  id, call_id, contact_phone, direction, status, duration_seconds, started_at, ended_at, recording_url
  transcript, user_id, branch_id, inbox_id, outside_hours, provider_call_id, raw_payload, created_at
  provider, provider_phone_id, business_phone, contact_user_id, contact_profile_name, end_reason, error_code
  direction_source, ringing_at, answered_at, declined_at, rejected_at, hangup_at, unclear_at, expired_at, end_cause
  cta_payload, deeplink_payload, recording_asset, recording_at, transcript_asset, transcript_at, claimed_by, claimed_at
whatsapp_calls delete                 | -    | l          | -              | -          | -             | -        | a l m b n
whatsapp_calls truncate               | -    | -          | -              | -          | -             | -        | yes

# The ledger: only the service role reads payloads.
whatsapp_call_events select           | -    | -          | -              | -          | -             | -        | a l m b n
whatsapp_call_events insert           | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_events update           | -    | -          | -              | -          | -             | -        | a l m b n
  provider, event_id, call_id, kind, occurred_at, received_at, outcome, error, payload, body_sha256
whatsapp_call_events delete           | -    | -          | -              | -          | -             | -        | a l m b n
whatsapp_call_events truncate         | -    | -          | -              | -          | -             | -        | yes

# The keys that answer calls.
whatsapp_call_claims select           | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_claims insert           | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_claims update           | -    | -          | -              | -          | -             | -        | a b n
  id, key, accepts
whatsapp_call_claims delete           | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_claims truncate         | -    | -          | -              | -          | -             | -        | yes

# m is the answer of an outgoing call, which only its agent reads. The others are offers, which ring for all agents who see the call.
whatsapp_call_sessions select         | -    | a m n      | a n            | b n        | n             | -        | a m b n
whatsapp_call_sessions insert         | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_sessions update         | -    | -          | -              | -          | -             | -        | a m b n
  id, sdp_type, sdp, rings_until, created_at
whatsapp_call_sessions delete         | -    | -          | -              | -          | -             | -        | a m b n
whatsapp_call_sessions truncate       | -    | -          | -              | -          | -             | -        | yes

whatsapp_call_permissions select      | -    | a          | a              | b          | -             | -        | a b n
whatsapp_call_permissions insert      | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_permissions update      | -    | -          | -              | -          | -             | -        | a b n
  id, contact_key, business_key, contact_phone, contact_user_id, business_phone, provider_phone_id, branch_id
  status, expires_at, source, context_id, occurred_at, event_id, updated_at
whatsapp_call_permissions delete      | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_permissions truncate    | -    | -          | -              | -          | -             | -        | yes

# Whoever sees a call hears what was said in it.
whatsapp_call_media select            | -    | a n        | a n            | b n        | n             | -        | a b n
whatsapp_call_media insert            | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_media update            | -    | -          | -              | -          | -             | -        | a b n
  id, call, kind, asset_id, status, attempts, faults, next_at, leased_until, path, attempt_path, media_type
  bytes, sha256, error_code, stored_at, created_at
whatsapp_call_media delete            | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_media truncate          | -    | -          | -              | -          | -             | -        | yes

whatsapp_call_retention select        | -    | -          | -              | -          | -             | -        | a n
whatsapp_call_retention insert        | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_retention update        | -    | -          | -              | -          | -             | -        | a n
  id, branch_id, days
whatsapp_call_retention delete        | -    | -          | -              | -          | -             | -        | a n
whatsapp_call_retention truncate      | -    | -          | -              | -          | -             | -        | yes

whatsapp_call_contact_changes select  | -    | -          | -              | -          | -             | -        | n
whatsapp_call_contact_changes insert  | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_contact_changes update  | -    | -          | -              | -          | -             | -        | n
  id, event_id, contact_phone, contact_key, contact_user_id, previous_user_id, occurred_at
whatsapp_call_contact_changes delete  | -    | -          | -              | -          | -             | -        | n
whatsapp_call_contact_changes truncate | -   | -          | -              | -          | -             | -        | yes

whatsapp_call_permission_requests select   | - | a     | a              | b          | -             | -        | a b n
whatsapp_call_permission_requests insert   | - | -     | -              | -          | -             | -        | yes
whatsapp_call_permission_requests update   | - | -     | -              | -          | -             | -        | a b n
  id, provider, user_id, branch_id, contact_key, business_key, contact_phone, contact_user_id, business_phone
  provider_phone_id, message_id, requested_at, sent_at, delivered_at, read_at, failed_at, error_code, created_at, updated_at
whatsapp_call_permission_requests delete   | - | -     | -              | -          | -             | -        | a b n
whatsapp_call_permission_requests truncate | - | -     | -              | -          | -             | -        | yes

# The prices are those of the account. Whoever sees the calls of a branch sees them.
whatsapp_call_rates select            | -    | r          | r              | r          | -             | -        | r
whatsapp_call_rates insert            | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_rates update            | -    | -          | -              | -          | -             | -        | r
  currency, effective_from, effective_to, market, countries, tiers, source, source_quality
whatsapp_call_rates delete            | -    | -          | -              | -          | -             | -        | r
whatsapp_call_rates truncate          | -    | -          | -              | -          | -             | -        | yes

whatsapp_call_numbers select          | -    | a          | a              | b          | -             | -        | a b n
whatsapp_call_numbers insert          | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_numbers update          | -    | -          | -              | -          | -             | -        | a b n
  id, number_key, fact, value, provider, provider_phone_id, business_phone, account_id, branch_id
  occurred_at, event_id, updated_at
whatsapp_call_numbers delete          | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_numbers truncate        | -    | -          | -              | -          | -             | -        | yes

whatsapp_call_hours select            | -    | a          | a              | b          | -             | -        | a b n
whatsapp_call_hours insert            | -    | -          | -              | -          | -             | -        | yes
whatsapp_call_hours update            | -    | -          | -              | -          | -             | -        | a b n
  id, inbox_id, time_zone, weekly, holidays, updated_at
whatsapp_call_hours delete            | -    | -          | -              | -          | -             | -        | a b n
whatsapp_call_hours truncate          | -    | -          | -              | -          | -             | -        | yes

# The host's tables, as the prerequisites create them.
branches select                       | -    | a          | a              | b          | -             | -        | a b
branches insert                       | -    | -          | -              | -          | -             | -        | yes
branches update                       | -    | -          | -              | -          | -             | -        | a b
  id, name
branches delete                       | -    | -          | -              | -          | -             | -        | a b
branches truncate                     | -    | -          | -              | -          | -             | -        | yes

users select                          | -    | m          | c              | b          | n             | -        | m c b n
users insert                          | -    | -          | -              | -          | -             | -        | yes
users update                          | -    | -          | -              | -          | -             | -        | m c b n
  id, branch_id, full_name
users delete                          | -    | -          | -              | -          | -             | -        | m c b n
users truncate                        | -    | -          | -              | -          | -             | -        | yes

whatsapp_inboxes select               | -    | a          | a              | b          | -             | -        | a b n
whatsapp_inboxes insert               | -    | -          | -              | -          | -             | -        | yes
whatsapp_inboxes update               | -    | -          | -              | -          | -             | -        | a b n
  id, branch_id, name, phone_number, provider_phone_id, provider
whatsapp_inboxes delete               | -    | -          | -              | -          | -             | -        | a b n
whatsapp_inboxes truncate             | -    | -          | -              | -          | -             | -        | yes

leads select                          | -    | a          | a              | b          | -             | -        | a b n
leads insert                          | -    | -          | -              | -          | -             | -        | yes
leads update                          | -    | -          | -              | -          | -             | -        | a b n
  id, branch_id, full_name, phone
leads delete                          | -    | -          | -              | -          | -             | -        | a b n
leads truncate                        | -    | -          | -              | -          | -             | -        | yes

public execute                        | -    | yes        | yes            | yes        | yes           | yes      | yes
  whatsapp_call_timeline, whatsapp_call_agents, whatsapp_calls_overview, whatsapp_calls_to_return
  whatsapp_call_costs, whatsapp_call_rate_cards
  whatsapp_calls_page
public execute                        | -    | -          | -              | -          | -             | -        | yes
  record_whatsapp_call_events, begin_whatsapp_call, attach_whatsapp_call, claim_whatsapp_call
  release_whatsapp_call_claim, find_whatsapp_call, knows_whatsapp_contact, sweep_whatsapp_calls, keep_whatsapp_call_ledger
  find_whatsapp_call_events, replay_whatsapp_call_events
  save_whatsapp_call_rates
  find_whatsapp_call_availability, set_whatsapp_call_hours, diagnose_whatsapp_calls
  find_whatsapp_permission, begin_whatsapp_permission_request
  lease_whatsapp_call_media, settle_whatsapp_call_media, find_whatsapp_call_media, retry_whatsapp_call_media
  lease_whatsapp_media_removals, settle_whatsapp_media_removal, erase_whatsapp_contact
public execute                        | -    | -          | -              | -          | -             | -        | -
  update_whatsapp_calls_updated_at
# This schema is not exposed: supabase-js reaches none of it.
skale_calls execute                   | -    | yes        | yes            | yes        | yes           | yes      | yes
  agent_id, seen_branches, is_logged, is_over, is_talk
  phone_country, call_pulses, pulses_of, of_pulses, talk_seconds, month_of, call_rate, call_amount, tier_starts
  transcript_words, fold_accents, number_parts
skale_calls execute                   | -    | yes        | yes            | yes        | yes           | yes      | -
  sees_unassigned, branch_to_log, sees_lead, text_length, logged_call_id, seen_inboxes
skale_calls execute                   | -    | -          | -              | -          | -             | -        | -
  home_branch, can_see, branches, inboxes, inbox_provider, lead_branch, agents, host_references
  absorb_ghost, choose_inbox, choose_provider, named_provider, other_provider, claimed_key, contradicts, derive_status, describe_relation, preflight, find_inbox, fit_texts, inbox_key, join_awaited
  join_ghost, lock_key, merge_facts, lock_events, open_session, phone_aliases, phone_key, place_parties, protect_call, store_event, record_singly, refuse
  is_awaiting_ghost, is_claimable, is_claimants_talk, is_expired, is_ghost_of, is_ghost_rival, is_lost, is_missed, is_own_claim
  is_pending, is_ringable, is_swept, is_unattached, is_undialled, judge_claim, keeps_session, pending_call_id
  account_facts, account_keys, check_call_hours, count_pickups, is_newer_fact, is_open, is_outside_hours, save_account
  answerable_from, asked_at, asked_contact_keys, business_keys, call_permission, calls_between, choose_number, contact_keys, joined_contact_keys, expiry_of, has_failed
  has_hit_limit, is_learnt_refusal, is_passing, add_ledger_month, ledger_month, partition_ledger, told_since, tells_more_than_progress, ledger_batch, passing_until, refusal_life
  is_reply, is_unanswered, merge_permission_request, request_life, request_limits, request_status, save_permission_request, verdict_state
  permission_status, rings_until, takes_call, save_call, save_contact_change, save_permission, settle_call, replay_entry, show_call, show_inbox, unwrap, write_act, write_ledger
  transcript_query, text_array
  queue_media, move_media, show_media, media_path, discard_file, retention_days, is_past_retention
  media_lifetime, media_pause, media_lease, is_retriable_media, media_bucket
`;

export const actorNames = [
  "anon",
  "agent of A",
  "colleague in A",
  "agent of B",
  "agent of none",
  "no agent",
  "service role",
] as const;
export type ActorName = (typeof actorNames)[number];

export type Operation = "select" | "insert" | "update" | "delete" | "truncate" | "execute";

/** One operation: on a table, on a column of a table (update), or with a function of a schema. */
export interface AccessRule {
  /** A table, or a function's schema. */
  target: string;
  operation: Operation;
  /** A column or a function. */
  name?: string;
  /** For each actor: the rows that the actor reaches, `yes`, or nothing. */
  reach: Record<ActorName, readonly string[]>;
}

export function ruleKey({ target, operation, name }: Omit<AccessRule, "reach">): string {
  return [target, operation, name].filter(Boolean).join(" ");
}

export function parseAccessTable(text: string = accessTable): AccessRule[] {
  const rules: AccessRule[] = [];
  let open: Omit<AccessRule, "name"> | undefined;
  for (const line of text.split("\n").slice(2)) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (line.startsWith(" ")) {
      if (open === undefined) throw new Error(`No rule above: ${line}`);
      for (const name of line.trim().split(/,\s*/)) rules.push({ ...open, name });
      continue;
    }
    const [head = "", ...cells] = line.split("|").map((cell) => cell.trim());
    const [target, operation] = head.split(" ");
    if (!target || !operation || cells.length !== actorNames.length) {
      throw new Error(`Not a rule: ${line}`);
    }
    const reach = Object.fromEntries(
      actorNames.map((actor, i) => [actor, cells[i] === "-" ? [] : (cells[i]?.split(/\s+/) ?? [])]),
    ) as unknown as AccessRule["reach"];
    open = { target, operation: operation as Operation, reach };
    if (!["update", "execute"].includes(operation)) rules.push(open);
  }
  return rules;
}
