import { startSimulator } from "@skale-calls/simulator";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import { expect, it } from "vitest";

it("the provider reads a number's settings, limit and template from the simulator", async () => {
  const simulator = await startSimulator({ apiKey: "key" });
  try {
    const client = createYCloudClient({ apiKey: "key", baseUrl: simulator.url });
    const permissionTemplate = "call_permission_request:es";
    const provider = createYCloudProvider({ client, permissionTemplate });
    const { items } = await client.phoneNumbers.list();
    const phone = items[0]?.phoneNumber ?? "";
    const { phoneId, facts, problem } = await provider.readAccount(phone);
    expect({ phoneId, problem }).toEqual({ phoneId: items[0]?.id, problem: undefined });
    expect(facts).toMatchObject({
      calling_status: "ENABLED",
      icon_visibility: "DEFAULT",
      messaging_limit: "TIER_2K",
      account_id: simulator.wabaId,
    });
    expect(facts.templates).toEqual([
      { name: "call_permission_request", language: "es", status: "APPROVED" },
    ]);

    await fetch(`${simulator.url}/_sim/numbers/${encodeURIComponent(phone)}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ calling: "DISABLED" }),
    });
    expect((await provider.readAccount(phone)).facts).toMatchObject({
      calling_status: "DISABLED",
    });
  } finally {
    await simulator.close();
  }
});
