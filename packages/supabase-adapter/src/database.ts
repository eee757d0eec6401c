import type {
  Call,
  CallDirection,
  CallMedia,
  EventOutcome,
  Holiday,
  OpenInterval,
  TerminalStatus,
} from "@skale-calls/core";
import type { RateCard } from "@skale-calls/core/cost";
import type { CostRow } from "./fetchCallCosts.ts";
import type { OverviewGroup } from "./fetchCallsOverview.ts";
import type { ListFilters } from "./list/callFilters.ts";

/** A JSON value, as in supabase-js's generated types. */
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

/** The fields of an interface as a plain object type, which supabase-js's generics require. */
type Plain<T> = { [K in keyof T]: T[K] };

/**
 * A call as an agent reads it: the guide's type (section 4), with every column of `whatsapp_calls` except `raw_payload`.
 * `contact_phone` is null if the WhatsApp user hides it behind a username; `direction` is null until it is known.
 */
export type WhatsappCall = Plain<Call>;

/** A call in lists, pages and subscriptions: without its transcript, which may be long. */
export type ListedCall = Omit<WhatsappCall, "transcript">;

/** A row of `whatsapp_calls`. */
export type WhatsappCallRow = WhatsappCall & {
  /** A column of the guide that stays empty, because agents can read every column. Payloads are in the ledger. */
  raw_payload: Json | null;
};

/** The key of a call's claim. For the service role only. */
export type WhatsappCallClaim = {
  /** The call's own id. */
  id: string;
  /** The sha256 of the SDP answer, or `reject`. */
  key: string;
  /** How many requests to accept the call were made with this claim. */
  accepts: number;
};

/** The SDP of a live call. The row is deleted when the call is over. */
export type WhatsappCallSession = {
  /** The call's own id. */
  id: string;
  sdp_type: "offer" | "answer";
  sdp: string;
  /** The time until which an offer rings; null for an answer. */
  rings_until: string | null;
  created_at: string;
};

/** A row of the ledger. For the service role only. */
export type WhatsappCallEvent = {
  id: number;
  provider: string;
  event_id: string;
  call_id: string | null;
  kind: string;
  occurred_at: string | null;
  received_at: string;
  outcome: Exclude<EventOutcome, "duplicate">;
  error: string | null;
  payload: Json | null;
  body_sha256: string | null;
};

/**
 * An answer about the permission to call a contact from a business number, one row for each event. The newest one alone does not
 * give the state: `fetchCallPermission` does.
 */
export type WhatsappCallPermission = {
  id: string;
  contact_key: string;
  business_key: string;
  contact_phone: string | null;
  contact_user_id: string | null;
  business_phone: string | null;
  provider_phone_id: string | null;
  branch_id: string | null;
  status: "no_permission" | "temporary" | "permanent";
  expires_at: string | null;
  source: string | null;
  context_id: string | null;
  occurred_at: string;
  event_id: string;
  updated_at: string;
};

/** A row of the queue of recordings and transcripts. */
export type WhatsappCallMedia = Plain<CallMedia> & {
  id: string;
  /** The call's own id; null after the call was deleted, until the file is deleted too. */
  call: string | null;
  asset_id: string;
  /** How many attempts at this asset failed because of the file itself. */
  faults: number;
  /** The path of the latest attempt while it writes its file, or if its result was never saved. */
  attempt_path: string | null;
  leased_until: string;
  created_at: string;
};

/** How long the recordings and transcripts of a branch are kept. For the service role only. */
export type WhatsappCallRetention = {
  id: string;
  /** Null: for all branches without a row of their own, and for calls without a branch. */
  branch_id: string | null;
  days: number;
};

/** A user id of a contact, and the one that the contact had before. For the service role only. */
export type WhatsappCallContactChange = {
  id: string;
  event_id: string;
  /** The new number, if WhatsApp told it. */
  contact_phone: string | null;
  contact_key: string | null;
  contact_user_id: string;
  previous_user_id: string;
  occurred_at: string;
};

/** A request for the permission to call, with the delivery of its message. */
export type WhatsappCallPermissionRequest = {
  id: string;
  provider: string | null;
  /** The agent who asked; null if only webhooks report the request. */
  user_id: string | null;
  branch_id: string | null;
  contact_key: string | null;
  business_key: string | null;
  contact_phone: string | null;
  contact_user_id: string | null;
  business_phone: string | null;
  provider_phone_id: string | null;
  /** The provider's id of the message. */
  message_id: string | null;
  requested_at: string | null;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
  failed_at: string | null;
  error_code: string | null;
  created_at: string;
  updated_at: string;
};

/** One market of a rate card. */
export type WhatsappCallRate = {
  id: number;
  currency: string;
  /** The first and the last day, `YYYY-MM-DD`. */
  effective_from: string;
  effective_to: string | null;
  market: string;
  /** ISO 3166 alpha-2. */
  countries: string[];
  tiers: { upToMinutes: number | null; perMinute: string }[];
  source: string;
  source_quality: "official" | "third_party" | "unconfirmed";
};

/** A fact about a business number, or about the account with all its numbers. */
export type WhatsappCallNumber = {
  id: string;
  /** `phone_id:<id>`, `phone:<key>` or `account:<id>`. */
  number_key: string;
  /** A name of core's `AccountFacts`. */
  fact: string;
  /** JSON; a JSON null too. */
  value: NonNullable<Json>;
  provider: string;
  provider_phone_id: string | null;
  business_phone: string | null;
  account_id: string | null;
  branch_id: string | null;
  occurred_at: string;
  event_id: string;
  updated_at: string;
};

/** The business hours of an inbox. */
export type WhatsappCallHours = {
  id: string;
  inbox_id: string;
  time_zone: string;
  weekly: OpenInterval[];
  holidays: Holiday[];
  updated_at: string;
};

/** One event of a call's timeline. */
export type TimelineEntry = {
  kind: string;
  occurred_at: string | null;
  received_at: string;
  outcome: WhatsappCallEvent["outcome"];
};

/** An agent, with the name that the host's function `agents()` returns. */
export type AgentName = {
  id: string;
  name: string | null;
};

/** A table. `Required` names the columns that may not be null and have no default. */
type Table<Row, Required extends keyof Row> = {
  Row: Row;
  Insert: Pick<Row, Required> & Partial<Row>;
  Update: Partial<Row>;
  Relationships: [];
};

/** A function for the service role. It has one JSON argument and returns JSON. */
type ServiceFunction<Argument extends string, Returns = Json> = {
  Args: { [K in Argument]: Json };
  Returns: Returns;
};

/**
 * The tables and functions of this package, in the shape of supabase-js's generated types.
 *
 * @example
 * const supabase = createClient<Database>(url, publishableKey);
 */
export type Database = {
  public: {
    Tables: {
      whatsapp_calls: Table<WhatsappCallRow, "call_id" | "status">;
      whatsapp_call_claims: Table<WhatsappCallClaim, "id" | "key">;
      whatsapp_call_events: Table<WhatsappCallEvent, "provider" | "event_id" | "kind" | "outcome">;
      whatsapp_call_sessions: Table<WhatsappCallSession, "id" | "sdp_type" | "sdp">;
      whatsapp_call_media: Table<WhatsappCallMedia, "kind" | "asset_id">;
      whatsapp_call_retention: Table<WhatsappCallRetention, "days">;
      whatsapp_call_contact_changes: Table<
        WhatsappCallContactChange,
        "event_id" | "contact_user_id" | "previous_user_id" | "occurred_at"
      >;
      whatsapp_call_permissions: Table<
        WhatsappCallPermission,
        "contact_key" | "business_key" | "status" | "occurred_at" | "event_id"
      >;
      whatsapp_call_rates: Table<
        WhatsappCallRate,
        | "currency"
        | "effective_from"
        | "market"
        | "countries"
        | "tiers"
        | "source"
        | "source_quality"
      >;
      whatsapp_call_numbers: Table<
        WhatsappCallNumber,
        "number_key" | "fact" | "value" | "provider" | "occurred_at" | "event_id"
      >;
      whatsapp_call_hours: Table<WhatsappCallHours, "inbox_id" | "time_zone" | "weekly">;
      whatsapp_call_permission_requests: Table<WhatsappCallPermissionRequest, never>;
    };
    Views: { [_ in never]: never };
    Functions: {
      whatsapp_call_timeline: { Args: { call: string }; Returns: TimelineEntry[] };
      whatsapp_call_agents: { Args: { [_ in never]: never }; Returns: AgentName[] };
      whatsapp_calls_overview: {
        Args: { p_from: string; p_to: string; p_time_zone: string; p_branch_id?: string | null };
        Returns: { days: string[]; groups: OverviewGroup[] };
      };
      whatsapp_calls_to_return: {
        Args: { p_since: string; p_limit?: number };
        Returns: { call: ListedCall; missed_count: number; attempts: number }[];
      };
      whatsapp_calls_page: {
        Args: { p_filters: ListFilters; p_limit?: number };
        Returns: WhatsappCallRow[];
      };
      whatsapp_call_costs: {
        Args: {
          p_from: string;
          p_to: string;
          p_group: "month" | "branch" | "agent" | "inbox";
          p_account_time_zone?: string | undefined;
          p_branch_id?: string | null;
        };
        Returns: CostRow[];
      };
      whatsapp_call_rate_cards: {
        Args: { p_account_time_zone?: string | undefined };
        Returns: { cards: RateCard[]; minutesThisMonth: string };
      };
      save_whatsapp_call_rates: ServiceFunction<"p_cards", number>;
      record_whatsapp_call_events: ServiceFunction<"p_records">;
      begin_whatsapp_call: ServiceFunction<"p_call">;
      attach_whatsapp_call: ServiceFunction<"p_call">;
      claim_whatsapp_call: ServiceFunction<"p_claim">;
      release_whatsapp_call_claim: ServiceFunction<"p_claim", undefined>;
      find_whatsapp_call: ServiceFunction<"p_call">;
      knows_whatsapp_contact: ServiceFunction<"p_contact">;
      lease_whatsapp_call_media: ServiceFunction<"p_options">;
      settle_whatsapp_call_media: ServiceFunction<"p_result", string>;
      find_whatsapp_call_media: ServiceFunction<"p_media">;
      retry_whatsapp_call_media: ServiceFunction<"p_act">;
      lease_whatsapp_media_removals: ServiceFunction<"p_options">;
      settle_whatsapp_media_removal: ServiceFunction<"p_removal", undefined>;
      erase_whatsapp_contact: ServiceFunction<"p_contact">;
      find_whatsapp_permission: ServiceFunction<"p_permission">;
      begin_whatsapp_permission_request: ServiceFunction<"p_request">;
      find_whatsapp_call_availability: ServiceFunction<"p_query">;
      set_whatsapp_call_hours: ServiceFunction<"p_hours">;
      sweep_whatsapp_calls: { Args: { p_options?: Json }; Returns: Json };
      keep_whatsapp_call_ledger: { Args: { p_options?: Json }; Returns: Json };
      diagnose_whatsapp_calls: { Args: { p_options?: Json }; Returns: Json };
      find_whatsapp_call_events: { Args: { p_query: Json }; Returns: Json };
      replay_whatsapp_call_events: { Args: { p_replay: Json }; Returns: Json };
    };
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};

/** An agent's record of a call that was made elsewhere: a direction, and at least one of number, name and lead. */
export interface CallToLog {
  /** E.164 with `+`. */
  contactPhone?: string | null;
  contactName?: string | null;
  direction: CallDirection;
  leadId?: string | null;
  notes?: string | null;
  /** How the call ended, according to the agent. Default: `completada`. */
  status?: TerminalStatus;
  /** The call's branch. Without it, or if the agent does not see this branch, the call gets the agent's home branch. */
  branchId?: string | null;
  /** A UUID that you choose. The database refuses a second call with the same UUID, so a double click logs one call. */
  id?: string;
}
