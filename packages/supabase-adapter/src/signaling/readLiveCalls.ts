import type { CallRow, RemoteCall, RemoteSession } from "@skale-calls/core";
import { ringing } from "@skale-calls/core/internal";
import type { TypedClient } from "../callsClient.ts";
import { readAnswer } from "../readAnswer.ts";

type Client = Pick<TypedClient, "from">;

const columns =
  "id,status,direction,end_reason,error_code,started_at,ringing_at,answered_at,contact_phone,contact_name," +
  "business_phone,user_id,claimed_by,lead_id";
const session = "sdp_type,sdp";

type SessionRow = { sdp_type: RemoteSession["type"]; sdp: string };
type Row = CallRow & { whatsapp_call_sessions: SessionRow | SessionRow[] | null };

/** Reads the incoming calls that ring now, with their offers, the newest first. */
export async function readRingingCalls(
  client: Client,
  signal?: AbortSignal,
): Promise<RemoteCall[]> {
  const query = client
    .from("whatsapp_calls")
    .select<string, Row>(`${columns},whatsapp_call_sessions!inner(${session})`)
    .match(ringing)
    // `now` is the database's time, because the agent's clock may be wrong by minutes.
    .gt("whatsapp_call_sessions.rings_until", "now")
    .order("created_at", { ascending: false })
    .limit(20);
  return (await readAnswer(withSignal(query, signal))).map(takeSession);
}

/** Reads the calls with these ids that the agent may see, with their SDP. */
export async function readLiveCalls(
  client: Client,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<RemoteCall[]> {
  const query = client
    .from("whatsapp_calls")
    .select<string, Row>(`${columns},whatsapp_call_sessions(${session})`)
    .in("id", ids);
  return (await readAnswer(withSignal(query, signal))).map(takeSession);
}

/** Disables the client's own retries, because the signalling reads again. */
function withSignal<
  Query extends { retry(enabled: boolean): Query; abortSignal(signal: AbortSignal): Query },
>(query: Query, signal: AbortSignal | undefined): Query {
  const once = query.retry(false);
  return signal ? once.abortSignal(signal) : once;
}

function takeSession({ whatsapp_call_sessions: sessions, ...call }: Row): RemoteCall {
  // A server returns a row or a list of one row: servers differ for a primary key that is also a foreign key.
  const [found] = Array.isArray(sessions) ? sessions : [sessions];
  return {
    id: call.id,
    call,
    session: found ? { type: found.sdp_type, sdp: found.sdp } : null,
  };
}
