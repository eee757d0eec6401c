import { afterEach, describe, expect, it, vi } from "vitest";
import { timeLimits } from "../rules/timeLimits.ts";
import { checkCallAnswers } from "../testing/checkAnswers.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { createCallHandler } from "./createCallHandler.ts";
import { createHealthHandler } from "./createHealthHandler.ts";

type Find = ReturnType<typeof createMemoryCallStore>["findCall"];

const places = {
  "createHealthHandler, anywhere": (findCall: Find, version?: string) => {
    const handler = createHealthHandler({ store: { findCall }, version, onEvent() {} });
    return (method = "GET") => handler(new Request("https://x.example/up", { method }));
  },
  "createCallHandler, below its path": (findCall: Find, version?: string) => {
    const handler = checkCallAnswers(
      createCallHandler({
        store: { ...createMemoryCallStore(), findCall },
        provider: createFakeCallProvider(),
        authenticate: async () => null,
        onEvent() {},
        ...(version === undefined ? {} : { version }),
      }),
    );
    return (method = "GET") =>
      handler(new Request("https://x.example/functions/v1/whatsapp-call/health", { method }));
  },
};

describe.each(Object.entries(places))("%s", (_, open) => {
  afterEach(() => vi.useRealTimers());

  it("says without a credential that the store answers, and the version", async () => {
    const answer = await open(createMemoryCallStore().findCall, "1.2.3")();
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true, version: "1.2.3" }]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { findCall } = createMemoryCallStore();
    expect(await (await open(findCall)()).json()).toEqual({ ok: true, version: null });
  });

  it.each([
    [new CallsError("store_unavailable"), 503],
    [new Error("relation does not exist: a secret of the database"), 500],
  ])("says that the store fails: %s", async (error, status) => {
    const answer = await open(() => Promise.reject(error))();
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain("secret of the database");
  });

  it("does not wait longer than its limit for the store", async () => {
    vi.useFakeTimers();
    const answer = open(() => new Promise(() => {}))();
    await vi.advanceTimersByTimeAsync(timeLimits.health * 1000);
    expect((await answer).status).toBe(503);
  });

  it("refuses other methods", async () => {
    const answer = await open(createMemoryCallStore().findCall)("POST");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
  });
});
