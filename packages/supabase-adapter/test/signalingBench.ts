import type { CallRow, RemoteCall } from "@skale-calls/core";
import { createFakeClock } from "@skale-calls/core/testing";
import {
  createSupabaseSignaling,
  type SupabaseSignalingOptions,
} from "../src/signaling/createSupabaseSignaling.ts";

export const offerSdp = "v=0\r\n";
export const id = "c0000000-0000-4000-8000-000000000001";
export const call = { id, status: "iniciando", direction: "entrante" } as CallRow;

export interface Sent {
  url: URL;
  init: RequestInit;
  body: unknown;
}

/** A server that answers as `respond` says, and what was sent to it. */
export function createBench(
  respond: (request: Sent) => Response | Promise<Response>,
  options: Partial<SupabaseSignalingOptions> = {},
) {
  const clock = createFakeClock();
  const sent: Sent[] = [];
  const signaling = createSupabaseSignaling({
    url: "https://abc.supabase.co/",
    apiKey: "publishable",
    getAccessToken: () => "token",
    clock,
    fetch: async (input, init = {}) => {
      const request = {
        url: new URL(String(input)),
        init,
        body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
      };
      sent.push(request);
      return respond(request);
    },
    ...options,
  });
  const told: RemoteCall[] = [];
  const online: boolean[] = [];
  const listener = {
    onCall: (remote: RemoteCall) => told.push(remote),
    onOnline: (isOnline: boolean) => online.push(isOnline),
  };
  return { signaling, sent, clock, told, online, listener };
}

export const json = (body: unknown, status = 200) => Response.json(body, { status });
export const row = (changes: Partial<CallRow> = {}, session: object | null = null) => ({
  ...call,
  ...changes,
  whatsapp_call_sessions: session,
});
export const offer = { sdp_type: "offer", sdp: offerSdp, rings_until: "2026-11-01T00:01:00Z" };
export const isRinging = ({ url }: Sent) => url.searchParams.get("status") === "eq.iniciando";
