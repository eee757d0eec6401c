import { SoftphoneError, type SoftphoneErrorCode } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";
import type { CallRow, RemoteCall, Signaling } from "./signaling.ts";

export interface CallApiOptions {
  url: string;
  apiKey: string;
  getAccessToken(): Promise<string | null | undefined> | string | null | undefined;
  functionName: string;
  fetch: typeof fetch;
  clock: Clock;
  /** Milliseconds after which an answer is no longer awaited. */
  timeout: number;
}

export type CallApi = Pick<
  Signaling,
  "dial" | "claim" | "preAccept" | "accept" | "reject" | "hangUp"
> & {
  /** The calls that ring now by the database's clock; null without a signed-in user. */
  readRinging(): Promise<RemoteCall[] | null>;
  readCalls(ids: readonly string[]): Promise<RemoteCall[]>;
};

const columns =
  "id,status,direction,end_reason,error_code,started_at,ringing_at,answered_at,contact_phone,contact_name,contact_user_id," +
  "business_phone,user_id,claimed_by,lead_id";
const session = "sdp_type,sdp,rings_until";

type SessionRow = { sdp_type: "offer" | "answer"; sdp: string };
type Row = CallRow & { whatsapp_call_sessions: SessionRow | SessionRow[] | null };

/** The edge function `whatsapp-call` and the tables, by fetch. */
export function createCallApi(options: CallApiOptions): CallApi {
  const { url, apiKey, getAccessToken, functionName, clock, timeout } = options;
  const base = url.replace(/\/+$/, "");
  let lastToken: string | undefined;

  async function request(path: string, init: RequestInit, token: string): Promise<unknown> {
    const stop = new AbortController();
    const cancel = clock.after(timeout, () => stop.abort());
    let response: Response;
    try {
      response = await options.fetch(`${base}${path}`, {
        ...init,
        signal: stop.signal,
        headers: {
          apikey: apiKey,
          authorization: `Bearer ${token}`,
          ...(init.body === undefined ? {} : { "content-type": "application/json" }),
        },
      });
      const body: unknown = await response.json().catch((error: unknown) => {
        // A gateway's page: the status tells enough. A connection that broke tells nothing.
        if (error instanceof SyntaxError) return null;
        throw error;
      });
      if (response.ok && body !== null) return body;
      throw answerError(response.status, body);
    } catch (cause) {
      if (cause instanceof SoftphoneError) throw cause;
      throw new SoftphoneError("signaling_unreachable", { outcome: "ambiguous", cause });
    } finally {
      cancel();
    }
  }

  async function readToken(): Promise<string | null> {
    const token = await getAccessToken();
    if (token) lastToken = token;
    return token || null;
  }

  async function post(route: string, body?: unknown, keepalive = false): Promise<CallRow> {
    // A page that closes has no time to ask for a token.
    const token = keepalive && lastToken !== undefined ? lastToken : await readToken();
    if (token === null) throw new SoftphoneError("unauthorized");
    const init = {
      method: "POST",
      keepalive,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const path = `/functions/v1/${functionName}${route}`;
    const answer = (await request(path, init, token)) as { call?: CallRow; outcome?: string };
    if (answer.call === undefined || answer.outcome === "ambiguous") {
      throw new SoftphoneError("signaling_failed", { outcome: "ambiguous" });
    }
    return answer.call;
  }

  async function read(query: string): Promise<RemoteCall[] | null> {
    const token = await readToken();
    if (token === null) return null;
    const rows = (await request(`/rest/v1/whatsapp_calls?${query}`, {}, token)) as Row[];
    return rows.map(({ whatsapp_call_sessions: sessions, ...call }) => {
      // One row or a list of one: servers differ in how they see a key that is also a reference.
      const [found] = Array.isArray(sessions) ? sessions : [sessions];
      return {
        id: call.id,
        call,
        session: found ? { type: found.sdp_type, sdp: found.sdp } : null,
      };
    });
  }

  return {
    dial: ({ id, to, recipient, inboxId, leadId, sdp }) =>
      post("", { id, to, recipient, inbox_id: inboxId ?? null, lead_id: leadId ?? null, sdp }),
    claim: (id, sdp) => post(`/${id}/claim`, { sdp }),
    preAccept: (id, sdp) => post(`/${id}/pre-accept`, { sdp }),
    accept: (id, sdp) => post(`/${id}/accept`, { sdp }),
    reject: (id) => post(`/${id}/reject`),
    hangUp: (id, { keepalive } = {}) => post(`/${id}/hangup`, undefined, keepalive),

    // `now` is the database's: the agent's clock may be minutes off.
    readRinging: () =>
      read(
        `select=${columns},whatsapp_call_sessions!inner(${session})&status=eq.iniciando&direction=eq.entrante` +
          "&whatsapp_call_sessions.rings_until=gt.now&order=created_at.desc&limit=20",
      ),
    readCalls: async (ids) =>
      (await read(
        `select=${columns},whatsapp_call_sessions(${session})&id=in.(${ids.join(",")})`,
      )) ?? [],
  };
}

/** What an answer without a code of ours means: it comes from a gateway before the function. */
const gatewayMeanings: Readonly<Record<number, SoftphoneErrorCode>> = {
  401: "invalid_token",
  403: "forbidden",
  404: "not_found",
  429: "rate_limited",
};

function answerError(status: number, body: unknown): SoftphoneError {
  const { ok, code, error } = (body ?? {}) as { ok?: unknown; code?: unknown; error?: unknown };
  const isOurs = ok === false && typeof code === "string";
  // Contract, section 5: refusals are 4xx; of everything else the outcome is open.
  const outcome = status >= 400 && status < 500 ? "rejected" : "ambiguous";
  return new SoftphoneError(
    isOurs ? (code as SoftphoneErrorCode) : (gatewayMeanings[status] ?? "signaling_failed"),
    { outcome, ...(isOurs && typeof error === "string" ? { message: error } : {}) },
  );
}
