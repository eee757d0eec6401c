import { createMetaClient, createMetaProvider } from "@skale-calls/meta-client";
import { startSimulator } from "@skale-calls/simulator";
import { expect, it } from "vitest";

const phone = "+525550002222";
const to = "+525511112222";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";

it("Meta's provider reads and writes a number of the simulator, and asks for the permission to call", async () => {
  const simulator = await startSimulator({
    businessPhones: [{ phone, provider: "meta" }],
    meta: { accessToken: "token", appSecret: "app-secret" },
  });
  try {
    const { wabaId, accessToken } = simulator.meta;
    const client = createMetaClient({
      accessToken,
      appSecret: "app-secret",
      baseUrl: simulator.url,
    });
    const provider = createMetaProvider({ client, wabaIds: [wabaId] });
    const phoneId = await provider.resolvePhoneId(phone);
    expect(await provider.resolvePhone(phoneId)).toBe(phone);

    const weekly = [{ day: 1, open: "09:00", close: "18:00" } as const];
    const hours = { time_zone: "America/Mexico_City", weekly, holidays: [] };
    await provider.saveCallHours(phone, hours);
    const account = await provider.readAccount(phone);
    expect(account.problem).toBeUndefined();
    expect(account).toMatchObject({
      phoneId,
      facts: { calling_status: "ENABLED", call_hours: hours, account_id: wabaId },
    });
    await provider.saveCallHours(phone, null);
    expect((await provider.readAccount(phone)).facts.call_hours).toBeNull();

    expect(await provider.readPermission({ from: phone, to })).toMatchObject({
      status: "permanent",
      mayCall: true,
    });
    await fetch(`${simulator.url}/_sim/contacts/${encodeURIComponent(to)}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ permission: "none" }),
    });
    expect(await provider.readPermission({ from: phone, to })).toMatchObject({
      status: "no_permission",
      mayCall: false,
      mayRequest: true,
    });
    await expect(provider.connect({ from: phone, to, sdp })).rejects.toMatchObject({
      name: "MetaError",
      code: expect.stringMatching(/^(?:no_permission|invalid_sdp|invalid_parameter)$/),
      outcome: "rejected",
    });
    const asked = { from: phone, to, externalId: "call-permission:1" };
    const { messageId } = await provider.requestPermission(asked);
    expect(messageId).toMatch(/^wamid\./);
    await expect(provider.downloadMedia("1")).rejects.toMatchObject({ code: "media_not_found" });
  } finally {
    await simulator.close();
  }
});
