import { describe, expect, it } from "vitest";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { createMemoryMediaQueue } from "../testing/createMemoryMediaQueue.ts";
import { createMemoryMediaStorage } from "../testing/createMemoryMediaStorage.ts";
import { makeCall } from "../testing/makeCall.ts";
import { createMediaHandler } from "./createMediaHandler.ts";

function setUp() {
  const store = createMemoryCallStore(contractWorld);
  store.calls.set("1", makeCall({ id: "1", recording_asset: "r" }));
  const handler = createMediaHandler({
    queue: createMemoryMediaQueue({ store }),
    storage: createMemoryMediaStorage(),
    provider: createFakeCallProvider(),
    keys: ["secret", "former secret"],
    onEvent() {},
  });
  return async (headers: Record<string, string>, method = "POST") => {
    const url = "https://x.example/functions/v1/whatsapp-call-media";
    const answer = await handler(new Request(url, { method, headers }));
    const allow = answer.headers.get("allow");
    return { status: answer.status, body: await answer.json(), ...(allow && { allow }) };
  };
}

describe("createMediaHandler", () => {
  it("stores what is due for whoever has the secret key", async () => {
    const send = setUp();
    const run = { ok: true, stored: 1, failed: 0, removed: 0 };
    expect(await send({ apikey: "secret" })).toEqual({ status: 200, body: run });
    expect(await send({ authorization: "Bearer former secret" })).toMatchObject({ status: 401 });
    expect(await send({ apikey: "publishable", authorization: "Bearer secret" })).toEqual({
      status: 200,
      body: { ...run, stored: 0 },
    });
  });

  it.each<Record<string, string>>([
    {},
    { apikey: "publishable" },
    { authorization: "Bearer agent" },
    { authorization: "secret" },
  ])("refuses %j", async (headers) => {
    expect(await setUp()(headers)).toMatchObject({ status: 401, body: { code: "unauthorized" } });
  });

  it("takes only POST", async () => {
    expect(await setUp()({ apikey: "secret" }, "GET")).toMatchObject({
      status: 405,
      allow: "POST",
    });
  });
});
