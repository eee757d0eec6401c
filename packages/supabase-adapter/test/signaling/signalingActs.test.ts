import { createCallClient } from "@skale-calls/core/client";
import { describe, expect, test } from "vitest";
import {
  createSupabaseSignaling,
  type SignalingCalls,
} from "../../src/signaling/createSupabaseSignaling.ts";
import { call, id } from "./signalingBench.ts";

const sdp = "v=0\r\n";

/** The signalling with the real client of the call handler, and the requests that it sent. */
function createBench(answer: object = { ok: true, call }, status = 200) {
  const sent: { path: string; body: unknown; keepalive: boolean | undefined }[] = [];
  const api = createCallClient({
    url: "https://abc.supabase.co/functions/v1/whatsapp-call",
    getAccessToken: () => "token",
    fetch: async (input, { body, keepalive } = {}) => {
      const path = String(input).split("/v1/")[1] ?? "";
      sent.push({ path, keepalive, body: body === undefined ? undefined : JSON.parse(`${body}`) });
      return Response.json(answer, { status });
    },
  });
  return { signaling: createSupabaseSignaling({ api } as unknown as SignalingCalls), sent };
}

describe("acts", () => {
  test.each([
    ["claim", "claim"],
    ["preAccept", "pre-accept"],
    ["accept", "accept"],
  ] as const)("%s", async (act, route) => {
    const { signaling, sent } = createBench();
    expect(await signaling[act](id, sdp)).toEqual(call);
    const path = `whatsapp-call/${id}/${route}`;
    expect(sent).toEqual([{ path, body: { sdp }, keepalive: false }]);
  });

  test.each([
    ["reject", "reject"],
    ["hangUp", "hangup"],
  ] as const)("%s", async (act, route) => {
    const { signaling, sent } = createBench();
    expect(await signaling[act](id)).toEqual(call);
    const path = `whatsapp-call/${id}/${route}`;
    expect(sent).toEqual([{ path, body: undefined, keepalive: false }]);
  });

  test("dial", async () => {
    const { signaling, sent } = createBench();
    const request = { id, to: "+5215500000002", inboxId: "inbox", sdp };
    expect(await signaling.dial(request)).toEqual(call);
    const body = { id, to: "+5215500000002", inbox_id: "inbox", lead_id: null, sdp };
    expect(sent).toEqual([{ path: "whatsapp-call", body, keepalive: false }]);
  });

  test("a page that closes sends the hang-up synchronously", async () => {
    const { signaling, sent } = createBench();
    await signaling.claim(id, sdp);
    const closing = signaling.hangUp(id, { keepalive: true });
    expect(sent[1]).toEqual({
      path: `whatsapp-call/${id}/hangup`,
      body: undefined,
      keepalive: true,
    });
    await closing;
  });
});

test.each([
  [200, { ok: true }],
  [202, { ok: true, outcome: "ambiguous", call }],
])("a dial answered with %i %j is ambiguous", async (status, answer) => {
  const { signaling } = createBench(answer, status);
  await expect(signaling.dial({ id, to: "+52155", sdp })).rejects.toMatchObject({
    code: "provider_timeout",
    outcome: "ambiguous",
  });
});

test("a refusal keeps its code, its sentence and its outcome", async () => {
  const { signaling } = createBench({ ok: false, code: "forbidden", error: "Theirs." }, 403);
  await expect(signaling.hangUp(id)).rejects.toMatchObject({
    code: "forbidden",
    message: "Theirs.",
    outcome: "rejected",
  });
});
