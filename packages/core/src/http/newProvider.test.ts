import { describe, expect, it } from "vitest";
import type { CallProvider } from "../ports/callProvider.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { sha256Hex } from "../signature/hash.ts";
import { checkCallAnswers, checkWebhookAnswers } from "../testing/checkAnswers.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import type { CallEvent, CallEventKind } from "../vocabulary/callEvent.ts";
import { SignatureError } from "../vocabulary/callsError.ts";
import { createCallHandler } from "./createCallHandler.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

/**
 * A new provider needs no change in core outside its own folder: this invented provider exists only in this file. It rings
 * the agent's own phone (no SDP), and its webhooks are forms.
 */
const onEvent = () => {};
const secret = "acme secret";
const [ana] = contractWorld.agents;
const [inbox] = contractWorld.inboxes;
const contact = "+525587654321";

const signAcme = (body: string) => sha256Hex(`${secret}${body}`);

const kinds: Readonly<Record<string, CallEventKind>> = {
  ring: "ringing",
  pickup: "accepted",
  over: "terminated",
};

const acmeWebhooks: WebhookSource = {
  name: "acme",
  recognises: ({ headers }) => headers.has("x-acme-signature"),
  verify({ rawBody, headers }) {
    const text = new TextDecoder().decode(rawBody);
    if (headers.get("x-acme-signature") !== signAcme(text)) {
      throw new SignatureError("signature_mismatch");
    }
  },
  parse({ rawBody, receivedAt }) {
    const raw = new TextDecoder().decode(rawBody);
    const form = new URLSearchParams(raw);
    const callId = form.get("call") ?? undefined;
    return [
      {
        id: `${callId}:${form.get("n")}`,
        provider: "acme",
        kind: kinds[form.get("what") ?? ""] ?? "unknown",
        callId,
        occurredAt: receivedAt.toISOString(),
        parties: { from: form.get("from") ?? "", to: form.get("to") ?? "" },
        ...(form.has("seconds") ? { durationSeconds: Number(form.get("seconds")) } : {}),
        raw,
      } as CallEvent,
    ];
  },
};

function createAcme() {
  const asked: string[] = [];
  const provider: CallProvider = {
    name: "acme",
    async clickToCall({ from, to }) {
      asked.push(`dial ${from} ${to}`);
      return { callId: "acme-1" };
    },
    reject: async ({ callId }) => void asked.push(`reject ${callId}`),
    terminate: async ({ callId }) => void asked.push(`terminate ${callId}`),
    resolvePhoneId: async (phone) => phone,
    resolvePhone: async (phone) => phone,
    downloadMedia: async () => new Response(),
  };
  return { provider, asked };
}

function setUp() {
  const { provider, asked } = createAcme();
  const store = createMemoryCallStore(contractWorld);
  const calls = checkCallAnswers(
    createCallHandler({ store, provider, authenticate: async () => ana.id, onEvent }),
  );
  const webhooks = checkWebhookAnswers(
    createWebhookHandler({ store, provider, sources: [acmeWebhooks], onEvent }),
  );
  async function ask(path: string, body?: object) {
    const response = await calls(
      new Request(`https://x.example/whatsapp-call${path}`, {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: JSON.stringify(body ?? {}),
      }),
    );
    return { status: response.status, body: await response.json() };
  }
  let sent = 0;
  async function tell(form: Record<string, string>, signature?: string) {
    sent += 1;
    const body = new URLSearchParams({ ...form, n: String(sent) }).toString();
    const response = await webhooks(
      new Request("https://x.example/whatsapp-call-webhook", {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-acme-signature": signature ?? signAcme(body),
        },
        body,
      }),
    );
    return response.status;
  }
  return { store, asked, ask, tell };
}

const sdp = "v=0\r\n";

describe("a provider outside of core, without SDPs and with forms as webhooks", () => {
  it("dials, and its webhooks end the call", async () => {
    const { store, asked, ask, tell } = setUp();
    const { status, body } = await ask("", { to: contact, inbox_id: null });
    expect({ status, body }).toMatchObject({ status: 200, body: { call_id: "acme-1" } });
    expect(asked).toEqual([`dial +5215500000001 ${contact}`]);
    const parties = { call: "acme-1", from: inbox.phoneNumber, to: contact };
    for (const form of [{ what: "ring" }, { what: "pickup" }, { what: "over", seconds: "12" }]) {
      expect(await tell({ ...parties, ...form })).toBe(200);
    }
    expect([...store.calls.values()]).toMatchObject([
      { provider: "acme", direction: "saliente", status: "completada", duration_seconds: 12 },
    ]);
  });

  it("reports an incoming call, whose direction follows from our numbers", async () => {
    const { store, tell } = setUp();
    const parties = { call: "acme-2", from: contact, to: "+525500000001" };
    expect(await tell({ ...parties, what: "ring" })).toBe(200);
    expect(await tell({ ...parties, what: "over" })).toBe(200);
    expect([...store.calls.values()]).toMatchObject([
      {
        direction: "entrante",
        contact_phone: contact,
        status: "no_contestada",
        branch_id: inbox.branchId,
      },
    ]);
  });

  it("stores an unknown event, and refuses an unsigned request", async () => {
    const { store, tell } = setUp();
    expect(await tell({ what: "new", call: "acme-3" })).toBe(200);
    expect(store.ledger).toMatchObject([{ provider: "acme", kind: "unknown" }]);
    expect(await tell({ what: "ring", call: "acme-3" }, "wrong")).toBe(401);
    expect(store.ledger).toHaveLength(1);
  });

  it("is not called for an act that it does not support, and nothing is written or claimed", async () => {
    const { store, asked, ask, tell } = setUp();
    expect(await ask("", { to: contact, sdp })).toMatchObject({
      status: 400,
      body: { code: "sdp_unsupported" },
    });
    expect(store.calls.size).toBe(0);
    await tell({ call: "acme-4", from: contact, to: "+525500000001", what: "ring" });
    const [call] = store.calls.values();
    for (const step of ["claim", "pre-accept", "accept"]) {
      expect(await ask(`/${call?.id}/${step}`, { sdp })).toMatchObject({
        status: 422,
        body: { code: "answering_unsupported" },
      });
    }
    expect([...store.calls.values()]).toMatchObject([{ claimed_by: null }]);
    expect(await ask(`/${call?.id}/reject`)).toMatchObject({ status: 200 });
    expect(asked).toEqual(["reject acme-4"]);
  });
});
