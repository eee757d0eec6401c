import type { Provider } from "../calls/calls.ts";
import type { Simulator } from "../startSimulator.ts";
import { businessPhone, contactPhone, sampleSdp } from "./samples.ts";

/** A response: its status and its body. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests state the shape they expect
  body: any;
  response: Response;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: object,
) => Promise<Answer>;

/** The acts of a call, as Meta names them. */
export type CallAct = "pre_accept" | "accept" | "reject" | "terminate";

/** The requests with which a test acts as the business, in the language of a provider. */
export interface TestDialect {
  /** The headers that authenticate a request. */
  headers: Record<string, string>;
  dial(more: object): Promise<Answer>;
  wacidOf(body: Answer["body"]): string | undefined;
  /** WhatsApp's error code. */
  codeOf(body: Answer["body"]): string | undefined;
  act(act: CallAct, wacid: string, sdp?: string): Promise<Answer>;
  /** Asks the contact for the permission to call. */
  ask(more: { isFreeForm?: boolean; tag?: string; recipient?: string }): Promise<Answer>;
  /** Records the calls from now on. */
  record(): Promise<void>;
  fetchMedia(id: string): Promise<Response>;
  disableCalling(): Promise<Answer>;
}

const template = { name: "call_permission_request", language: { code: "es" } };
const interactive = {
  type: "call_permission_request",
  action: { name: "call_permission_request" },
};

function speakYcloud({ url, apiKey, phoneId, wabaId }: Simulator, send: Send): TestDialect {
  const headers = { "X-API-Key": apiKey };
  const settings = `/v2/whatsapp/phoneNumbers/${wabaId}/${encodeURIComponent(businessPhone)}/settings`;
  const paths = { pre_accept: "preAccept", accept: "accept", reject: "reject" } as const;
  return {
    headers,
    dial: (more) =>
      send("POST", "/v2/whatsapp/calls/connect", {
        from: businessPhone,
        to: contactPhone,
        sdpType: "offer",
        sdp: sampleSdp("actpass"),
        ...more,
      }),
    wacidOf: (body) => body.wacid,
    codeOf: (body) => body.error?.whatsappApiError?.code,
    act: (act, wacid, sdp) =>
      send("POST", `/v2/whatsapp/calls/${act === "terminate" ? act : paths[act]}`, {
        phoneId,
        wacid,
        ...(sdp !== undefined && { sdpType: "answer", sdp }),
      }),
    ask: ({ isFreeForm, tag, recipient }) =>
      send("POST", "/v2/whatsapp/messages", {
        from: businessPhone,
        ...(recipient === undefined ? { to: contactPhone } : { recipient }),
        ...(isFreeForm ? { type: "interactive", interactive } : { type: "template", template }),
        ...(tag !== undefined && { externalId: tag }),
      }),
    async record() {
      const capture = {
        recordingEnabled: true,
        transcriptionEnabled: true,
        announcementLanguage: "es",
        purpose: "quality",
      };
      await send("POST", settings, { capture });
    },
    fetchMedia: (id) => fetch(`${url}/v2/whatsapp/calls/media/${id}`, { headers }),
    disableCalling: () => send("POST", settings, { calling: { status: "DISABLED" } }),
  };
}

function speakMeta({ meta, phoneId }: Simulator, send: Send): TestDialect {
  const headers = { Authorization: `Bearer ${meta.accessToken}` };
  const capture = { status: "ENABLED", purpose: "quality", announcement_language: "es" };
  let captured = {};
  const post = (edge: string, body: object) =>
    send("POST", `/v24.0/${phoneId}/${edge}`, { messaging_product: "whatsapp", ...body });
  return {
    headers,
    dial: ({ sdp = sampleSdp("actpass"), ...more }: { sdp?: string }) =>
      post("calls", {
        action: "connect",
        to: contactPhone,
        session: { sdp_type: "offer", sdp },
        ...captured,
        ...more,
      }),
    wacidOf: (body) => body.calls?.[0]?.id,
    codeOf: (body) => (body.error ? String(body.error.code) : undefined),
    act: (action, call_id, sdp) =>
      post("calls", {
        action,
        call_id,
        ...(sdp !== undefined && { session: { sdp_type: "answer", sdp } }),
        ...(action === "accept" && captured),
      }),
    ask: ({ isFreeForm, tag, recipient }) =>
      post("messages", {
        ...(recipient === undefined ? { to: contactPhone } : { recipient }),
        ...(isFreeForm ? { type: "interactive", interactive } : { type: "template", template }),
        ...(tag !== undefined && { biz_opaque_callback_data: tag }),
      }),
    async record() {
      captured = { recording: capture, transcription: capture };
    },
    async fetchMedia(id) {
      const { body, response } = await send("GET", `/v24.0/${id}`);
      return body.url === undefined ? response : fetch(body.url, { headers });
    },
    disableCalling: () =>
      send("POST", `/v24.0/${phoneId}/settings`, { calling: { status: "DISABLED" } }),
  };
}

export const testDialects: Record<Provider, (simulator: Simulator, send: Send) => TestDialect> = {
  ycloud: speakYcloud,
  meta: speakMeta,
};
