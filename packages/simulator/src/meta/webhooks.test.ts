import { verifyWebhook } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { verifyToken, waitFor } from "../testKit/receiver.ts";
import { businessPhone, contactPhone, sampleSdp } from "../testKit/samples.ts";
import { digits, startMeta } from "../testKit/startMeta.ts";
import { metaDelivery } from "./metaDelivery.ts";

const day = 86_400_000;
const otherPhone = "+525550002222";

describe("webhooks", () => {
  it("of a user's call have the documented form", async () => {
    const sim = await startMeta();
    await sim.setContact({ userId: "MX.5", profileName: "Ana", username: "ana.mx" });
    const id = await sim.userCalls({ ctaPayload: "button", deeplinkPayload: "link" });
    const accept = {
      messaging_product: "whatsapp",
      action: "accept",
      call_id: id,
      session: { sdp_type: "answer", sdp: sampleSdp("active") },
      biz_opaque_callback_data: "ours",
    };
    expect((await sim.post(`${sim.number}/calls`, accept)).body).toEqual({
      messaging_product: "whatsapp",
      success: true,
    });
    sim.clock.advance(12_000);
    await sim.act("terminate", id);
    const [connect, terminate] = await sim.receiver.until(2);
    const value = {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: digits(businessPhone), phone_number_id: sim.number },
      contacts: [
        {
          profile: { name: "Ana", username: "ana.mx" },
          wa_id: digits(contactPhone),
          user_id: "MX.5",
        },
      ],
    };
    const call = {
      id,
      from: digits(contactPhone),
      from_user_id: "MX.5",
      to: digits(businessPhone),
      direction: "USER_INITIATED",
      cta_payload: "button",
      deeplink_payload: "link",
    };
    const wrap = (calls: object[]) => ({
      object: "whatsapp_business_account",
      entry: [{ id: sim.wabaId, changes: [{ value: { ...value, calls }, field: "calls" }] }],
    });
    expect(connect?.body).toEqual(
      wrap([
        {
          ...call,
          event: "connect",
          timestamp: "1795341600",
          session: { sdp_type: "offer", sdp: expect.any(String) },
        },
      ]),
    );
    expect(terminate?.body).toEqual(
      wrap([
        {
          ...call,
          event: "terminate",
          biz_opaque_callback_data: "ours",
          timestamp: "1795341612",
          status: "COMPLETED",
          start_time: "1795341600",
          end_time: "1795341612",
          duration: 12,
        },
      ]),
    );
  });

  it("of the business's call repeat its data, and have the errors of a failure twice", async () => {
    const sim = await startMeta();
    await sim.setContact({ onIncoming: "fail" });
    const { wacid } = await sim.dial({ biz_opaque_callback_data: "order 7" });
    sim.clock.advance(day);
    const [connect, terminate] = await sim.receiver.until(2);
    const callOf = (item: typeof connect) => item?.body.entry[0].changes[0].value.calls[0];
    expect(callOf(connect)).toMatchObject({
      id: wacid,
      to: digits(contactPhone),
      direction: "BUSINESS_INITIATED",
      biz_opaque_callback_data: "order 7",
      session: { sdp_type: "answer" },
    });
    expect(callOf(terminate)).toMatchObject({ status: "FAILED", errors: [{ code: 138019 }] });
    expect(terminate?.body.entry[0].changes[0].value.errors).toEqual(callOf(terminate).errors);
  });

  it("are signed over escaped bytes, which are not the bytes of the parsed body", async () => {
    const sim = await startMeta();
    await sim.setContact({ profileName: "Íñigo / Ana 🎉" });
    await sim.userCalls();
    const { rawBody, headers, body } = sim.receiver.received[0] ?? {};
    expect(rawBody).toContain('"\\u00cd\\u00f1igo \\/ Ana \\ud83c\\udf89"');
    const given = new Headers(headers as Record<string, string>);
    const verify = (text = "", secret = sim.appSecret) =>
      verifyWebhook({ scheme: "meta", rawBody: text, headers: given, secrets: [secret] });
    await verify(rawBody);
    await expect(verify(JSON.stringify(body))).rejects.toThrow();
    await expect(verify(rawBody, "other")).rejects.toThrow();
  });

  it("arrive in one request if they are due at the same time, and batches are asked for", async () => {
    const sim = await startMeta({ businessPhones: [businessPhone, otherPhone] });
    await sim.setFaults({ batchMs: 300 });
    await sim.setContact({ onIncoming: "reject", ringMs: 50 });
    await sim.dial();
    await sim.request("POST", "/_sim/calls", { from: "+525500000001", to: otherPhone });
    sim.clock.advance(1_000);
    const [batch] = await sim.receiver.until(1);
    await sim.allTypes();
    expect(sim.receiver.received).toHaveLength(1);
    expect(batch?.body.entry).toHaveLength(1);
    expect(sim.events().map(({ kind }) => kind)).toEqual([
      ...["offer", "answer", "ringing", "declined", "terminated"],
    ]);
    expect(sim.simulator.deliveries()).toMatchObject([
      { type: "calls", callId: null, detail: "connect, connect, RINGING, REJECTED, terminate" },
    ]);
  });

  it("are repeated for at most seven days with growing waits, until a 200", async () => {
    const { retryDelaysMs: waits } = metaDelivery;
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(7 * day);
    const sim = await startMeta();
    const statuses = [503, 201, 200];
    sim.receiver.answerWith(() => statuses.shift() ?? 500);
    await sim.userCalls({ ringMs: day });
    const attempts = () => sim.simulator.deliveries()[0]?.attempts ?? [];
    for (const [index, wait] of waits.slice(0, 2).entries()) {
      await waitFor(() => attempts().length === index + 1);
      sim.clock.advance(wait - 1);
      expect(attempts()).toHaveLength(index + 1);
      sim.clock.advance(1);
    }
    await waitFor(() => sim.simulator.deliveries()[0]?.state === "delivered");
    const { received } = sim.receiver;
    expect(new Set(received.map(({ rawBody }) => rawBody)).size).toBe(1);
    // Meta signs no time: the signature of a retry is the same.
    expect(new Set(received.map(({ headers }) => headers["x-hub-signature-256"])).size).toBe(1);
    expect(received).toHaveLength(3);
  });

  it("tell that a user has another number, or another user id", async () => {
    const sim = await startMeta();
    await sim.setContact({ userId: "MX.1", profileName: "Ana" });
    const change = (phone: string, identity: object) =>
      sim.request("POST", `/_sim/contacts/${phone}/identity`, {
        business: businessPhone,
        ...identity,
      });
    const newPhone = "+525512345679";
    await change(contactPhone, { phone: newPhone, userId: "MX.2" });
    await change(newPhone, { userId: "MX.3" });
    expect((await change(contactPhone, {})).status).toBe(400);
    await sim.allTypes();
    expect(sim.events()).toMatchObject([
      {
        kind: "contact_change",
        contact: { phone: newPhone, userId: "MX.2" },
        previous: { phone: contactPhone, userId: "MX.1" },
      },
      { kind: "contact_change", contact: { userId: "MX.3" }, previous: { userId: "MX.2" } },
    ]);
    await sim.userCalls({ from: newPhone });
    expect(sim.events().at(-1)?.contact).toMatchObject({ phone: newPhone, userId: "MX.3" });
  });

  it("of messages arrive as standby if another partner comes first, and of calls only ends of ours", async () => {
    const sim = await startMeta();
    await sim.setNumber({ standby: true });
    await sim.request("POST", "/_sim/messages", { from: contactPhone, to: businessPhone });
    await sim.decide("accept_permanent");
    const { wacid } = await sim.dial();
    sim.clock.advance(1_000);
    await sim.act("terminate", wacid);
    await sim.receiver.until(3);
    await sim.allTypes();
    expect(sim.changes().map(({ field }) => field)).toEqual(["standby", "standby", "calls"]);
    expect(sim.events().map(({ kind }) => kind)).toEqual(["unknown", "permission", "terminated"]);
  });
});

describe("where webhooks are sent", () => {
  const fields = ["calls", "messages"];

  it("an address is registered after it has confirmed the challenge", async () => {
    const sim = await startMeta();
    const path = `${sim.appId}/subscriptions`;
    const subscribe = (verify_token: string, more: object = {}) =>
      sim.post(path, {
        object: "whatsapp_business_account",
        callback_url: sim.receiver.url,
        verify_token,
        fields,
        ...more,
      });
    await sim.request("DELETE", `/v24.0/${path}`);
    expect((await sim.get(path)).body).toEqual({ data: [] });
    const refused = await subscribe("wrong");
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 2200 } } });
    expect(refused.body.error.message).toContain("HTTP Status Code = 403");
    expect((await subscribe(verifyToken, { fields: ["moods"] })).body.error.code).toBe(100);
    expect((await subscribe(verifyToken)).body).toEqual({ success: true });
    expect((await sim.get(path)).body.data).toMatchObject([
      { callback_url: sim.receiver.url, active: true, fields: [{ name: "calls" }, {}] },
    ]);
    await sim.setNumber({ restriction: "RESTRICTED_USER_INITIATED_CALLING" });
    await sim.setNumber({});
    await sim.userCalls();
    await sim.allTypes();
    expect(sim.changes().map(({ field }) => field)).toEqual(["calls"]);
    await sim.request("DELETE", `/v24.0/${path}`);
    await sim.dial({ to: "+525500000009" });
    sim.clock.advance(day);
    await sim.allTypes();
    expect(sim.receiver.received).toHaveLength(1);
  });

  it("an address may replace the app's for an account and for a number", async () => {
    const sim = await startMeta();
    const at = (name: string) => `${sim.receiver.url}/${name}`;
    const account = `${sim.wabaId}/subscribed_apps`;
    await sim.post(account, { override_callback_uri: at("account"), verify_token: verifyToken });
    expect((await sim.get(account)).body.data[0]).toMatchObject({
      whatsapp_business_api_data: { id: sim.appId },
      override_callback_uri: at("account"),
    });
    await sim.userCalls();
    const override = (verify_token: string) =>
      sim.post(sim.number, {
        webhook_configuration: { override_callback_uri: at("number"), verify_token },
      });
    expect((await override("wrong")).body.error.code).toBe(2200);
    await override(verifyToken);
    await sim.userCalls({ from: "+525500000001" });
    await sim.request("DELETE", `/v24.0/${account}`);
    await sim.request("POST", "/_sim/calls", { from: "+525500000002", to: businessPhone });
    await sim.allTypes();
    expect(sim.simulator.deliveries().map(({ url }) => url)).toEqual([at("account"), at("number")]);
  });
});
