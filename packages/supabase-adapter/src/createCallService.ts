import {
  type AgentCallHours,
  type Availability,
  type CallHours,
  type CallMedia,
  type CallPermission,
  type CallStatus,
  CallsError,
  type CallTranscript,
  type IceServerList,
  type RemoteCall,
  readTranscript,
  type SavedCallHours,
} from "@skale-calls/core";
import { type CallClient, type Clock, systemClock } from "@skale-calls/core/client";
import { callColumns, mediaColumns } from "./callColumns.ts";
import {
  type CallPermissionParams,
  fetchCallPermission,
  type RequestCallPermissionParams,
  requestCallPermission,
} from "./callPermission.ts";
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
import { type CallCosts, type FetchCallCostsParams, fetchCallCosts } from "./fetchCallCosts.ts";
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
import { type FetchRateCardsParams, fetchRateCards, type RatesNow } from "./fetchRateCards.ts";
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
import { browserPage, type PageVisibility } from "./live/pageVisibility.ts";
import { readAnswer } from "./readAnswer.ts";
import { readLiveCalls, readRingingCalls } from "./signaling/readLiveCalls.ts";
import { type CallUpdate, updateCall } from "./updateCall.ts";

export interface CallServiceOptions extends ApiOptions {
  /** The reading intervals of the subscriptions, in milliseconds. */
  intervals?: Partial<FeedIntervals>;
  /** Reports whether the page is visible. Default: the window, if there is one. Null means that the page is always visible. */
  page?: PageVisibility | null;
  /** For tests. */
  clock?: Clock;
}

/** The functions of the Calls page. `isCallsError` is true for everything they throw; branch on its `code`. */
export interface CallService {
  /** The client of the call handler, which sends the agent's token. Use it to claim, answer and hang up. */
  readonly api: CallClient;
  /**
   * Dials (guide, section 4). If it is unknown whether the provider dialled, the result or the error has
   * `outcome: "ambiguous"`.
   */
  initiateWhatsappCall(params: InitiateCallParams): Promise<InitiatedCall>;
  /**
   * Reads whether a contact may be called, and how many permission requests WhatsApp accepts now. The number is chosen as
   * for dialling.
   *
   * @throws CallsError `inbox_required` if the agent's branch has several numbers and `inboxId` is absent.
   * @example
   * const { may_call, requests } = await calls.fetchCallPermission({ to: "+525512345678" });
   */
  fetchCallPermission(params: CallPermissionParams): Promise<CallPermission>;
  /**
   * Asks a contact for the permission to be called. If it is unknown whether the message was sent, the permission's `request`
   * shows it later.
   *
   * @throws CallsError `permission_limit`, with `details.next_at`; `permission_already_granted`; `window_closed` if no template
   * is configured and the contact has not written in the last 24 hours.
   */
  requestCallPermission(params: RequestCallPermissionParams): Promise<CallPermission>;
  /** Reads the newest calls (guide, section 4). As in all lists, the calls have no transcripts. */
  fetchWhatsappCalls(params?: {
    branchId?: string | null;
    /** 1 to 500. Default 100. */
    limit?: number;
    status?: CallStatus | null;
  }): Promise<ListedCall[]>;
  /** Reads the newest calls page by page: pass `next` of the previous page as `after`. */
  fetchWhatsappCallsPage(params?: FetchCallsPageParams): Promise<CallsPage>;
  /** Reads one call with its transcript; null if the call does not exist or the agent may not see it. */
  fetchWhatsappCall(id: string): Promise<WhatsappCall | null>;
  /**
   * Reads the data of the charts: counts by local day and status, and totals by direction. Calls logged by hand are not
   * counted, because they have no pickup and no duration: the charts show what the phone did.
   *
   * @throws CallsError `invalid_request` for an unknown time zone or an invalid window.
   * @example
   * const { days, total } = await calls.fetchCallsOverview({ from, to, timeZone: "America/Mexico_City" });
   */
  fetchCallsOverview(params: FetchCallsOverviewParams): Promise<CallsOverview>;
  /**
   * Reads the contacts to call back: contacts of the agent's visible branches with a missed call and no talk after it. There is
   * one row per contact, for all forms of the number, the newest first. A missed call is returned when a later call with that
   * contact, in either direction, was answered, or was logged by an agent as `completada`. An outgoing call that was not
   * answered is only an attempt.
   */
  fetchCallsToReturn(params?: FetchCallsToReturnParams): Promise<CallToReturn[]>;
  /**
   * Reads calls, minutes and costs by month, branch, agent or inbox. Amounts are exact, and amounts of different currencies
   * are never added. Calls without a known price are counted in `unpriced`. Calls that are not over and calls logged by hand
   * are not counted.
   *
   * @throws CallsError `invalid_request` for an unknown time zone or an invalid window.
   * @example
   * const { total, groups } = await calls.fetchCallCosts({ from, to, by: "agent", accountTimeZone: "America/Mexico_City" });
   */
  fetchCallCosts(params: FetchCallCostsParams): Promise<CallCosts>;
  /**
   * Reads what `estimateCallCost` of `@skale-calls/core/cost` needs for the next call: the rate cards, and the minutes of
   * this month. Without rate cards, or for an agent without a branch, `cards` is empty. Give `estimateCallCost` the same
   * `accountTimeZone`.
   */
  fetchRateCards(params?: FetchRateCardsParams): Promise<RatesNow>;
  /** Saves notes (guide, section 4). @throws CallsError `call_not_found` if no branch that the agent sees has such a call. */
  updateCallNotes(id: string, notes: string): Promise<void>;
  /**
   * Changes the notes, the lead and the contact's name of a call in a branch that the agent sees.
   *
   * @returns the updated call.
   * @throws CallsError `call_not_found`; `forbidden` for a lead of another branch; `text_too_long`, with the allowed length.
   */
  updateCall(id: string, update: CallUpdate): Promise<WhatsappCall>;
  /**
   * Logs a call that was made elsewhere, in the given branch or the agent's home branch. `isLogged` of core
   * distinguishes logged calls from real calls. The status stays as the agent sets it.
   *
   * @throws CallsError `invalid_request` without a direction, or without any of number, name and lead; `call_id_taken`.
   * @example
   * await calls.logCall({ contactPhone: "+525512345678", direction: "saliente", status: "no_contestada" });
   */
  logCall(call: CallToLog): Promise<WhatsappCall>;
  /** Deletes a call that this agent logged by hand. @throws CallsError `call_not_found` for any other call. */
  deleteLoggedCall(id: string): Promise<void>;
  /** Reads the events of a call, oldest first; empty for a call that the agent may not see. */
  fetchCallTimeline(id: string): Promise<TimelineEntry[]>;
  /**
   * Reads the names of the agent, of the colleagues in the branches that the agent sees, and of other agents who have calls
   * there. `name` is null for agents without a name.
   */
  fetchAgentNames(): Promise<AgentName[]>;
  /** Reads the SDP of a live call; null if there is none, or if only another agent may read it. */
  fetchCallSession(id: string): Promise<WhatsappCallSession | null>;
  /**
   * Fetches the recording of a call that has a `recording_asset`, with its media type. A recording that has only a
   * `recording_url` is on another server, which may not allow a page to read the file: play or open that address directly.
   *
   * @throws CallsError `recording_not_found` if there is no recording, or the provider has deleted it; `call_not_found`.
   */
  fetchCallRecording(id: string): Promise<Blob>;
  /**
   * Fetches the transcript of a call.
   *
   * @throws CallsError `transcript_not_found` if there is no transcript, or the provider has deleted it; `call_not_found`.
   */
  fetchCallTranscript(id: string): Promise<CallTranscript>;
  /**
   * Reads whether the recording and the transcript of a call are stored, or why not; empty for a call without them, and for a
   * call that the agent may not hear.
   */
  fetchCallMedia(id: string): Promise<CallMedia[]>;
  /**
   * Asks for another attempt to store the recording and the transcript of a call.
   *
   * @throws CallsError `recording_not_found` if the call has neither; `call_not_found`.
   */
  archiveCallMedia(id: string): Promise<CallMedia[]>;
  /**
   * Tells whether an inbox may call and be called, as far as it is known, with the reasons, the business hours and the pickup
   * rate. `availabilitySentence` of core has a sentence for each reason. WhatsApp decides at each call.
   *
   * @throws CallsError `inbox_required` if the agent's branch has several inboxes and none is given; `inbox_not_found`.
   * @example
   * const { may_call, reasons, until } = await calls.fetchCallAvailability({ inboxId });
   */
  fetchCallAvailability(params?: { inboxId?: string | null }): Promise<Availability>;
  /**
   * Reads the business hours of an inbox, and whether the agent may set them.
   *
   * @throws CallsError like `fetchCallAvailability`.
   */
  fetchCallHours(params?: { inboxId?: string | null }): Promise<AgentCallHours>;
  /**
   * Sets the business hours of an inbox; null deletes them. They are written to the provider too, if it has them.
   *
   * @throws CallsError `forbidden` if the agent may not set hours; `invalid_request` with the problems in `details`; like
   * `fetchCallAvailability`.
   */
  saveCallHours(params: {
    inboxId?: string | null;
    hours: CallHours | null;
  }): Promise<SavedCallHours>;
  /**
   * Reads the incoming calls that ring now by the database's clock, with their offers: at most 20, the newest first. Empty
   * without a signed-in agent.
   */
  fetchRingingCalls(options?: { signal?: AbortSignal }): Promise<RemoteCall[]>;
  /** Reads the calls with these ids that the agent may see, with their SDP. Empty without a signed-in agent. */
  fetchLiveCalls(ids: readonly string[], options?: { signal?: AbortSignal }): Promise<RemoteCall[]>;
  /**
   * Fetches the STUN and TURN servers for the agent's calls, with the time for which their credentials are valid: the
   * option `fetchIceServers` of the softphone.
   */
  fetchIceServers(): Promise<IceServerList>;
  /**
   * Reports every call that is created or changes from now on: through Realtime if it is available, otherwise by polling.
   * All subscriptions of a service share one reader. Without Realtime the reader sends at most 55 requests a minute, 10 in a
   * hidden page, and fewer while the server fails. Without a signed-in agent it sends no requests.
   *
   * Subscribe before you fetch the list, so that no change is missed between the two.
   *
   * @returns a function that ends the subscription.
   */
  subscribeToCalls(options: SubscribeToCallsOptions): () => void;
}

/**
 * Creates the data service for the browser, which uses the agent's own supabase-js client. The service has the functions of
 * the guide's section 4 under the same names, and more. Row-level security decides what the agent sees.
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

    fetchCallPermission: (params) => fetchCallPermission(api, params),

    requestCallPermission: (params) => requestCallPermission(api, params),

    async fetchWhatsappCalls({ branchId = null, limit = 100, status = null } = {}) {
      return (await fetchCallsPage(db, { branchId, limit, status })).calls;
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

    fetchCallCosts: (params) => fetchCallCosts(db, params),

    fetchRateCards: (params = {}) => fetchRateCards(db, params),

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
            // The type requires a call_id, but the database replaces this value.
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
      // Row-level security hides rows without an error.
      if (deleted !== null) return;
      throw new CallsError("call_not_found", {
        message: "You can delete only calls that you logged.",
      });
    },

    fetchCallTimeline: (id) => readAnswer(db.rpc("whatsapp_call_timeline", { call: id })),

    fetchAgentNames: () => readAnswer(db.rpc("whatsapp_call_agents")),

    fetchCallSession: (id) =>
      readAnswer(db.from("whatsapp_call_sessions").select("*").eq("id", id).maybeSingle()),

    fetchCallRecording: (id) => api.fetchFile("GET /{id}/recording", { id }),

    fetchCallTranscript: async (id) =>
      readTranscript(await (await api.fetchFile("GET /{id}/transcript", { id })).text()),

    fetchCallMedia: (id) =>
      readAnswer(
        db
          .from("whatsapp_call_media")
          .select<typeof mediaColumns, CallMedia>(mediaColumns)
          .eq("call", id)
          .order("kind"),
      ),

    archiveCallMedia: async (id) => (await api.send("POST /{id}/recording", { id })).media,

    fetchCallAvailability: async ({ inboxId } = {}) =>
      (await api.send("GET /availability", { query: inboxId ? { inbox_id: inboxId } : {} }))
        .availability,

    async fetchCallHours({ inboxId } = {}) {
      const query = inboxId ? { inbox_id: inboxId } : {};
      const answer = await api.send("GET /call-hours", { query });
      return { inboxId: answer.inbox_id, hours: answer.hours, maySet: answer.may_set };
    },

    async saveCallHours({ inboxId, hours }) {
      const body = { hours, ...(inboxId ? { inbox_id: inboxId } : {}) };
      const { hours: saved, provider } = await api.send("POST /call-hours", { body });
      return { hours: saved, provider };
    },

    fetchRingingCalls: async ({ signal } = {}) =>
      (await getAccessToken()) ? readRingingCalls(db, signal) : [],

    fetchLiveCalls: async (ids, { signal } = {}) =>
      (await getAccessToken()) ? readLiveCalls(db, ids, signal) : [],

    async fetchIceServers() {
      const { ice_servers: iceServers, seconds } = await api.send("GET /ice-servers", {});
      return { iceServers, seconds };
    },

    subscribeToCalls: feed.subscribe,
  };
}
