import { type CallStatus, CallsError, type RemoteCall } from "@skale-calls/core";
import { type CallClient, type Clock, systemClock } from "@skale-calls/core/client";
import { callColumns, listedColumns } from "./callColumns.ts";
import type { CallsClient, TypedClient } from "./callsClient.ts";
import { type ApiOptions, createApi, tokenReader } from "./createApi.ts";
import type {
  AgentName,
  CallToLog,
  ListedCall,
  TimelineEntry,
  WhatsappCall,
  WhatsappCallSession,
} from "./database.ts";
import {
  type CallsOverview,
  type FetchCallsOverviewParams,
  fetchCallsOverview,
} from "./fetchCallsOverview.ts";
import {
  type CallToReturn,
  type FetchCallsToReturnParams,
  fetchCallsToReturn,
} from "./fetchCallsToReturn.ts";
import { type InitiateCallParams, type InitiatedCall, initiateCall } from "./initiateCall.ts";
import {
  type CallsPage,
  type FetchCallsPageParams,
  fetchCallsPage,
} from "./list/fetchCallsPage.ts";
import {
  createCallFeed,
  defaultFeedIntervals,
  type FeedIntervals,
  type SubscribeToCallsOptions,
} from "./live/createCallFeed.ts";
import { browserPage, type PageLike } from "./live/pageLike.ts";
import { readAnswer } from "./readAnswer.ts";
import { type CallTranscript, readTranscript } from "./readTranscript.ts";
import { readLiveCalls, readRingingCalls } from "./signaling/readLiveCalls.ts";
import { type CallUpdate, updateCall } from "./updateCall.ts";

export interface CallServiceOptions extends ApiOptions {
  /** Of a subscription, in milliseconds. */
  intervals?: Partial<FeedIntervals>;
  /** Tells whether the page is seen. Default: the window, where there is one; null: it always is. */
  page?: PageLike | null;
  /** For tests. */
  clock?: Clock;
}

/** What the Calls page does. `isCallsError` is true for everything thrown; branch on its `code`. */
export interface CallService {
  /** The client of the call handler, with the agent's token: for claims, answers and hang-ups. */
  readonly api: CallClient;
  /** Dials (guide, section 4). An unclear outcome is an error with `outcome: "ambiguous"`. */
  initiateWhatsappCall(params: InitiateCallParams): Promise<InitiatedCall>;
  /** The newest calls (guide, section 4), without their transcripts, as all lists. */
  fetchWhatsappCalls(params?: {
    branchId?: string | null;
    /** Default 100. */
    limit?: number;
    status?: CallStatus | null;
  }): Promise<ListedCall[]>;
  /** The newest calls, page by page: `after` is the former page's `next`. */
  fetchWhatsappCallsPage(params?: FetchCallsPageParams): Promise<CallsPage>;
  /** One call, with its transcript; null when there is none, or none that the agent may see. */
  fetchWhatsappCall(id: string): Promise<WhatsappCall | null>;
  /**
   * What the charts show: counts by local day and status, and totals by direction. Calls logged by hand are left
   * out: the charts show what the phone did, and those calls have no pickup and no duration.
   *
   * @throws CallsError `invalid_request` of a time zone that does not exist, or a window that is no window.
   * @example
   * const { days, total } = await calls.fetchCallsOverview({ from, to, timeZone: "America/Mexico_City" });
   */
  fetchCallsOverview(params: FetchCallsOverviewParams): Promise<CallsOverview>;
  /**
   * The contacts of the branches that the agent sees who rang, were missed, and have not been talked to since: one row a contact
   * under all forms of the number, the newest first. A missed call is returned by any later call with that contact that
   * was answered, in either direction, or that an agent logged as `completada`. An own attempt without an answer
   * does not return it, it is counted.
   */
  fetchCallsToReturn(params?: FetchCallsToReturnParams): Promise<CallToReturn[]>;
  /** Guide, section 4. @throws CallsError `call_not_found` when there is no such call in a branch that the agent sees. */
  updateCallNotes(id: string, notes: string): Promise<void>;
  /**
   * Changes notes, lead and name of a call of a branch that the agent sees.
   *
   * @returns the call as it is now.
   * @throws CallsError `call_not_found`; `forbidden` of a lead of another branch; `text_too_long`, with the length that is allowed.
   */
  updateCall(id: string, update: CallUpdate): Promise<WhatsappCall>;
  /**
   * Logs a call that was made elsewhere, of the branch given or the agent's home branch. `isLogged` of core tells it from
   * real ones, and its status stays as the agent says.
   *
   * @throws CallsError `invalid_request` without a direction, or without any of number, name and lead; `call_id_taken`.
   * @example
   * await calls.logCall({ contactPhone: "+525512345678", direction: "saliente", status: "no_contestada" });
   */
  logCall(call: CallToLog): Promise<WhatsappCall>;
  /** Deletes a call that this agent logged by hand. @throws CallsError `call_not_found` of any other call. */
  deleteLoggedCall(id: string): Promise<void>;
  /** What happened to a call, oldest first; empty for a call that the agent may not see. */
  fetchCallTimeline(id: string): Promise<TimelineEntry[]>;
  /**
   * The agent, the colleagues of the branches that the agent sees, and whoever else has calls there; `name` is null of
   * those who have none.
   */
  fetchAgentNames(): Promise<AgentName[]>;
  /** The SDP of a live call; null when there is none, or none that is this agent's. */
  fetchCallSession(id: string): Promise<WhatsappCallSession | null>;
  /**
   * The recording of a call with a `recording_asset`, with its type. One that has only a `recording_url` lies with somebody else, who
   * may not let a page read it: play or open that address itself.
   *
   * @throws CallsError `recording_not_found` when there is none, or it has expired at the provider; `call_not_found`.
   */
  fetchCallRecording(id: string): Promise<Blob>;
  /** @throws CallsError `transcript_not_found` when there is none, or it has expired at the provider; `call_not_found`. */
  fetchCallTranscript(id: string): Promise<CallTranscript>;
  /**
   * The incoming calls that ring now by the database's clock, with their offers: at most 20, the newest first. None
   * without a signed-in agent.
   */
  fetchRingingCalls(options?: { signal?: AbortSignal }): Promise<RemoteCall[]>;
  /** These calls with their SDP, as far as the agent may see them; none without a signed-in agent. */
  fetchLiveCalls(ids: readonly string[], options?: { signal?: AbortSignal }): Promise<RemoteCall[]>;
  /**
   * Tells of every call that comes or changes, from now on: through Realtime where there is one, else by polling. All
   * subscriptions of a service share one reader: without Realtime it asks at most 60 times a minute, 12 in a page that
   * is hidden, and less and less often while the server fails. Without a signed-in agent it asks nothing.
   *
   * Subscribe first and fetch the list then, so that nothing falls between.
   *
   * @returns a function that ends the subscription.
   */
  subscribeToCalls(options: SubscribeToCallsOptions): () => void;
}

/**
 * The browser's data service: the functions of the guide's section 4 under their names, and more, on
 * the agent's own supabase-js client. Row-level security decides what it sees.
 *
 * @example
 * const calls = createCallService(createClient(url, publishableKey), { url, apiKey: publishableKey });
 * const { call } = await calls.initiateWhatsappCall({ to: "+525512345678", sdp });
 * const stop = calls.subscribeToCalls({ onChange: (call) => show(call) });
 */
export function createCallService(client: CallsClient, options: CallServiceOptions): CallService {
  const db = client as unknown as TypedClient;
  const api = createApi(client, options);
  const { clock = systemClock, page = browserPage() } = options;
  const intervals = { ...defaultFeedIntervals, ...options.intervals };
  const getAccessToken = tokenReader(client, options);
  const feed = createCallFeed(db, { clock, page, intervals, getAccessToken });

  return {
    api,

    initiateWhatsappCall: (params) => initiateCall(api, params),

    fetchWhatsappCalls({ branchId, limit = 100, status } = {}) {
      let query = db.from("whatsapp_calls").select<typeof listedColumns, ListedCall>(listedColumns);
      if (branchId) query = query.eq("branch_id", branchId);
      if (status) query = query.eq("status", status);
      return readAnswer(
        query
          .order("created_at", { ascending: false })
          .order("id", { ascending: false })
          .limit(limit),
      );
    },

    fetchWhatsappCallsPage: (params = {}) => fetchCallsPage(db, params),

    fetchWhatsappCall: (id) =>
      readAnswer(
        db
          .from("whatsapp_calls")
          .select<typeof callColumns, WhatsappCall>(callColumns)
          .eq("id", id)
          .maybeSingle(),
      ),

    fetchCallsOverview: (params) => fetchCallsOverview(db, params),

    fetchCallsToReturn: (params = {}) => fetchCallsToReturn(db, params),

    async updateCallNotes(id, notes) {
      await updateCall(db, id, { notes });
    },

    updateCall: (id, update) => updateCall(db, id, update),

    logCall({ contactPhone, contactName, direction, leadId, notes, status, branchId, id }) {
      return readAnswer(
        db
          .from("whatsapp_calls")
          .insert({
            ...(id === undefined ? {} : { id }),
            // The database sets it, whatever stands here.
            call_id: "",
            status: status ?? "completada",
            contact_phone: contactPhone ?? null,
            contact_name: contactName ?? null,
            direction,
            lead_id: leadId ?? null,
            notes: notes ?? null,
            branch_id: branchId ?? null,
          })
          .select<typeof callColumns, WhatsappCall>(callColumns)
          .single(),
      );
    },

    async deleteLoggedCall(id) {
      const deleted = await readAnswer(
        db.from("whatsapp_calls").delete().eq("id", id).select("id").maybeSingle(),
      );
      // Row-level security hides rows and says nothing.
      if (deleted !== null) return;
      throw new CallsError("call_not_found", {
        message: "The call was not deleted: you can delete only calls that you logged yourself.",
      });
    },

    fetchCallTimeline: (id) => readAnswer(db.rpc("whatsapp_call_timeline", { call: id })),

    fetchAgentNames: () => readAnswer(db.rpc("whatsapp_call_agents")),

    fetchCallSession: (id) =>
      readAnswer(db.from("whatsapp_call_sessions").select("*").eq("id", id).maybeSingle()),

    fetchCallRecording: (id) => api.fetchFile("GET /{id}/recording", { id }),

    fetchCallTranscript: async (id) =>
      readTranscript(await (await api.fetchFile("GET /{id}/transcript", { id })).text()),

    fetchRingingCalls: async ({ signal } = {}) =>
      (await getAccessToken()) ? readRingingCalls(db, signal) : [],

    fetchLiveCalls: async (ids, { signal } = {}) =>
      (await getAccessToken()) ? readLiveCalls(db, ids, signal) : [],

    subscribeToCalls: feed.subscribe,
  };
}
