import { describe, expect, it } from "vitest";
import { createCallHandler } from "../http/createCallHandler.ts";
import type { Inbox } from "../ports/callStore.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { acceptCall, claimCall, preAcceptCall } from "./answerCall.ts";
import type { CallDeps } from "./callDeps.ts";
import { dialCall } from "./dialCall.ts";
import { fetchMedia } from "./fetchMedia.ts";
import { findPermission } from "./findPermission.ts";
import { hangUpCall } from "./hangUpCall.ts";
import { requestPermission } from "./requestPermission.ts";
import { setCallHours } from "./setCallHours.ts";

const [ana] = contractWorld.agents;
const berta = contractWorld.agents[4];
const [centro, norte] = contractWorld.inboxes;
const to = "+525587654321";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";

/** A deployment with three providers: the inbox of Centro is at Meta, that of Norte at the standard provider, YCloud. */
function setUp(centroAt: string | null = "meta") {
  const inboxes: (Omit<Inbox, "provider"> & { branchId: string; provider: string | null })[] = [
    { ...centro, provider: centroAt },
    { ...norte, provider: null },
  ];
  const store = createMemoryCallStore({ ...contractWorld, inboxes });
  const ycloud = createFakeCallProvider();
  const meta = createFakeCallProvider({ name: "meta", answer: () => ({ callId: "wacid.meta" }) });
  const twilio = createFakeCallProvider({ name: "twilio", sdp: false, clickToCall: true });
  const deps: CallDeps = {
    store,
    provider: ycloud,
    providers: [meta, twilio],
    onEvent() {},
    sleep: async () => {},
  };
  /** A call of the contact reaches Centro's number, as a source tells it. */
  async function ring(provider: string, business: { phone: string; phoneId?: string }) {
    const event: StoredEvent = {
      kind: "offer",
      id: `${provider}:offer`,
      provider,
      callId: `wacid.${provider}`,
      occurredAt: new Date().toISOString(),
      direction: "entrante",
      contact: { phone: to },
      business,
      session: { sdp },
    };
    const [recorded] = await store.recordEvents([
      { event, payload: null, bodySha256: "0".repeat(64) },
    ]);
    return recorded?.call?.id ?? "";
  }
  const acts = () => [ycloud, meta, twilio].map(({ requests }) => requests.map(({ act }) => act));
  return { deps, store, inboxes, ycloud, meta, twilio, ring, acts };
}

describe("several providers in one deployment", () => {
  it("dial by the inbox", async () => {
    const { deps, acts } = setUp();
    const { call } = await dialCall(deps, { userId: berta.id, inboxId: centro.id, to, sdp });
    expect(call).toMatchObject({ provider: "meta", call_id: "wacid.meta" });
    const other = await dialCall(deps, { userId: berta.id, inboxId: norte.id, to, sdp });
    expect(other.call).toMatchObject({ provider: "ycloud", call_id: "wacid.1" });
    expect(acts()).toEqual([["connect"], ["connect"], []]);
  });

  it("get the id of the number that the inbox has", async () => {
    const { deps, meta } = setUp();
    const asked: unknown[] = [];
    meta.connect = async ({ phoneId }) => {
      asked.push(phoneId);
      return { callId: "wacid.meta" };
    };
    await dialCall(deps, { userId: ana.id, to, sdp });
    expect(asked).toEqual([centro.providerPhoneId]);
  });

  it("leave a call at the provider where it began, while its inbox changes", async () => {
    const { deps, inboxes, ring, ycloud, meta, acts } = setUp(null);
    const { call } = await dialCall(deps, { userId: ana.id, to, sdp });
    const incoming = await ring("ycloud", { phone: "+525500000001", phoneId: "old number id" });
    inboxes[0] = { ...centro, provider: "meta", providerPhoneId: "new number id" };

    const { call: next } = await dialCall(deps, { userId: ana.id, to: "+525587654322", sdp });
    await acceptCall(deps, { id: incoming, userId: ana.id, sdp });
    await hangUpCall(deps, { id: call.id, userId: ana.id });
    await hangUpCall(deps, { id: next.id, userId: ana.id });
    expect(acts()).toEqual([["connect", "accept", "terminate"], ["connect", "terminate"], []]);
    expect(ycloud.requests[1]).toMatchObject({ phoneId: "old number id" });
    expect(ycloud.requests[2]).toMatchObject({ phoneId: centro.providerPhoneId });
    expect(meta.requests[1]).toMatchObject({ phoneId: "new number id", callId: "wacid.meta" });
  });

  it("ask the former provider for the id of the number, not the inbox that has changed", async () => {
    const { deps, inboxes, ring, ycloud } = setUp(null);
    ycloud.resolvePhoneId = async (phone) => `ycloud's id of ${phone}`;
    const incoming = await ring("ycloud", { phone: "+525500000001" });
    inboxes[0] = { ...centro, provider: "meta", providerPhoneId: "new number id" };
    await preAcceptCall(deps, { id: incoming, userId: ana.id, sdp });
    expect(ycloud.requests).toMatchObject([
      { act: "preAccept", phoneId: "ycloud's id of +525500000001" },
    ]);
  });

  it("serve a call that a workflow forwarded by the inbox's provider", async () => {
    const { deps, ring, acts } = setUp();
    const id = await ring("flat", { phone: "+525500000001" });
    await acceptCall(deps, { id, userId: ana.id, sdp });
    expect(acts()).toEqual([[], ["accept"], []]);
  });

  it("send no act on a call to another provider than its own, if its own is not configured", async () => {
    const { deps, ring, acts, store } = setUp();
    const id = await ring("acme", { phone: "+525500000001" });
    const refusal = { code: "provider_not_configured", details: { provider: "acme" } };
    await expect(acceptCall(deps, { id, userId: ana.id, sdp })).rejects.toMatchObject(refusal);
    expect(store.calls.get(id)).toMatchObject({ claimed_by: null });
    await store.recordEvents([
      {
        event: {
          kind: "answered",
          id: "answered",
          provider: "skale",
          callId: "wacid.acme",
          occurredAt: new Date().toISOString(),
          agentId: ana.id,
        },
        payload: null,
        bodySha256: "2".repeat(64),
      },
    ]);
    await expect(hangUpCall(deps, { id, userId: ana.id })).rejects.toMatchObject(refusal);
    expect(store.calls.get(id)).toMatchObject({ hangup_at: null });
    expect(acts()).toEqual([[], [], []]);
  });

  it("refuse what the inbox's provider cannot do, and write nothing", async () => {
    const { deps, store, ring, acts } = setUp("twilio");
    const dial = { userId: ana.id, to };
    await expect(dialCall(deps, { ...dial, sdp })).rejects.toMatchObject({
      code: "sdp_unsupported",
    });
    expect(store.calls.size).toBe(0);
    const { call } = await dialCall(deps, dial);
    expect(call).toMatchObject({ provider: "twilio" });

    const id = await ring("twilio", { phone: "+525500000001" });
    const answer = { id, userId: ana.id, sdp };
    await claimCall(deps, answer);
    await expect(acceptCall(deps, answer)).rejects.toMatchObject({
      code: "answering_unsupported",
    });
    expect(store.calls.get(id)).toMatchObject({ claimed_by: null });
    expect(acts()).toEqual([[], [], ["clickToCall"]]);
  });

  it("are refused if two have the same name", () => {
    const { deps, meta } = setUp();
    const authenticate = async () => null;
    createCallHandler({ ...deps, authenticate, providers: [deps.provider, meta] });
    const twins = [meta, createFakeCallProvider({ name: "meta" })];
    expect(() => createCallHandler({ ...deps, authenticate, providers: twins })).toThrow(
      expect.objectContaining({ code: "misconfigured" }),
    );
  });

  it("leave no request for a permission if the inbox's provider cannot ask", async () => {
    const { deps, twilio } = setUp("twilio");
    delete twilio.requestPermission;
    expect(await findPermission(deps, { userId: ana.id, to })).toMatchObject({
      requests: { left: 0 },
    });
  });

  it("refuse an inbox whose provider is not configured", async () => {
    const { deps, store } = setUp("acme");
    const asked = { userId: ana.id, to };
    const refusal = { code: "provider_not_configured", details: { provider: "acme" } };
    await expect(dialCall(deps, { ...asked, sdp })).rejects.toMatchObject(refusal);
    await expect(requestPermission(deps, asked)).rejects.toMatchObject(refusal);
    expect([store.calls.size, store.requests.size]).toEqual([0, 0]);
  });

  it("ask for the permission, save hours and fetch media at the right one", async () => {
    const { deps, meta, ring, acts } = setUp();
    await requestPermission(deps, { userId: ana.id, to });
    const saved: unknown[] = [];
    meta.saveCallHours = async (phone) => void saved.push(phone);
    const hours = { time_zone: "America/Mexico_City", weekly: [], holidays: [] };
    expect(await setCallHours(deps, { inboxId: centro.id, hours })).toMatchObject({
      provider: "saved",
    });
    expect(saved).toEqual(["+5215500000001"]);

    const id = await ring("meta", { phone: "+525500000001" });
    const event: StoredEvent = {
      kind: "recording",
      id: "meta:recording",
      provider: "meta",
      callId: "wacid.meta",
      occurredAt: new Date().toISOString(),
      available: true,
      assetId: "asset",
    };
    await deps.store.recordEvents([{ event, payload: null, bodySha256: "1".repeat(64) }]);
    await fetchMedia(deps, { id, userId: ana.id, medium: "recording" });
    expect(acts()).toEqual([[], ["requestPermission", "downloadMedia"], []]);
  });
});
