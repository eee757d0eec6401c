import { createCallHandler } from "@skale-calls/core";
import { createFakeCallProvider } from "@skale-calls/core/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSupabaseCallStore } from "../../src/index.ts";
import { createGuideService } from "../fixtures/guideService.ts";
import { branchA, branchB, type ServiceWorld, startServiceWorld } from "../serviceWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let world: ServiceWorld;
const provider = createFakeCallProvider({ clickToCall: true });
beforeAll(async () => {
  world = await startServiceWorld();
  const handle = createCallHandler({
    store: createSupabaseCallStore({ client: createSqlRpcClient(world.sql) }),
    provider,
    authenticate: async () => world.agentId,
    onEvent() {},
  });
  world.answers.fetch = (request) =>
    request.url.endsWith("/functions/v1/whatsapp-call") ? handle(request) : undefined;
});
afterAll(() => world.stop());

it("the guide's own front-end service dials, lists calls and saves notes without a change", async () => {
  const guide = createGuideService(world.client);
  const { call_id, call } = await guide.initiateWhatsappCall({ to: "+525512345678" });
  expect(call).toMatchObject({ call_id, direction: "saliente", branch_id: branchA });
  expect(provider.requests).toMatchObject([{ act: "clickToCall", to: "+525512345678" }]);
  await world.sql`
    insert into whatsapp_calls (call_id, direction, status, branch_id, created_at)
    values ('wacid.before', 'entrante', 'no_contestada', ${branchA}, now() - interval '1 day'),
      ('wacid.b', 'entrante', 'no_contestada', ${branchB}, now())`;

  await guide.updateCallNotes(call.id, "Llamar mañana");
  const ids = async (params: Parameters<typeof guide.fetchWhatsappCalls>[0]) =>
    (await guide.fetchWhatsappCalls(params)).map((row) => row.call_id);
  expect(await ids({})).toEqual([call_id, "wacid.before"]);
  expect(await ids({ branchId: branchA, limit: 1 })).toEqual([call_id]);
  expect(await ids({ branchId: branchB })).toEqual([]);
  expect(await ids({ branchId: branchA, status: "no_contestada" })).toEqual(["wacid.before"]);

  const [dialled] = await guide.fetchWhatsappCalls({ status: call.status });
  const { id, contact_phone, direction, status } = call;
  const user_id = world.agentId;
  const notes = "Llamar mañana";
  expect(dialled).toMatchObject({ id, contact_phone, direction, status, user_id, notes });
});
