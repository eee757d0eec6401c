import { expect, it } from "vitest";
import { startTestSimulator } from "../../testKit/startTestSimulator.ts";

it("lists templates by account, name and language, and reads one", async () => {
  const sim = await startTestSimulator();
  const { wabaId } = sim.simulator;
  const list = async (query: string) => {
    const { body } = await sim.request("GET", `/v2/whatsapp/templates?${query}`);
    return body.items.map(({ language }: { language: string }) => language);
  };
  expect(await list(`filter.wabaId=${wabaId}`)).toEqual(["en_US", "es", "es_MX"]);
  expect(await list("filter.name=call_permission_request&filter.language=es")).toEqual(["es"]);
  expect(await list("filter.wabaId=7")).toEqual([]);
  expect(await list("limit=1&page=2")).toEqual(["es"]);

  const read = (path: string) => sim.request("GET", `/v2/whatsapp/templates/${path}`);
  expect((await read(`${wabaId}/call_permission_request/es_MX`)).body).toMatchObject({
    status: "APPROVED",
    components: [{ type: "BODY" }, { type: "CALL_PERMISSION_REQUEST" }],
  });
  expect((await read(`7/call_permission_request/es_MX`)).status).toBe(404);
  expect((await read(`${wabaId}/call_permission_request/fr`)).status).toBe(404);
});
