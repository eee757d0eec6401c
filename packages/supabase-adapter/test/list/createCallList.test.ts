import { CallsError } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { type CallFilters, createCallList } from "../../src/index.ts";
import { createCallListWorld } from "./callListWorld.ts";
import { makeCallAt } from "./makeListedCall.ts";

const [call9, call8, call7, call6] = [9, 8, 7, 6].map((minute) => makeCallAt(minute)) as [
  ReturnType<typeof makeCallAt>,
  ReturnType<typeof makeCallAt>,
  ReturnType<typeof makeCallAt>,
  ReturnType<typeof makeCallAt>,
];

function start(filters: CallFilters = {}) {
  const world = createCallListWorld();
  const list = createCallList({ ...world.options, filters });
  const ids = () =>
    list
      .getState()
      .calls.map(({ id }) => id)
      .join("");
  return { ...world, list, ids };
}

type Started = ReturnType<typeof start>;

/** A list with its first page: minutes 9 and 8, and more after them. */
async function startLoaded(filters?: CallFilters) {
  const started = start(filters);
  void started.list.load();
  await started.last().answer([call9, call8], "8");
  return started;
}

describe("pages", () => {
  it("does nothing before load, and subscribes to changes before it reads", () => {
    const { list, readings, subscriptions, last } = start({ search: "ana" });
    expect([readings.length, subscriptions.size]).toEqual([0, 0]);
    expect(list.getState()).toMatchObject({ calls: [], isLoading: false, hasMore: true });
    void list.load();
    expect(subscriptions.size).toBe(1);
    expect(last().params).toEqual({ search: "ana", limit: 2, after: null });
    expect(list.getState().isLoading).toBe(true);
  });

  it("reads page after page, one at a time, until the last", async () => {
    const { list, readings, last, ids } = await startLoaded();
    expect(list.getState()).toMatchObject({ isLoading: false, hasMore: true, error: null });
    void list.loadMore();
    void list.loadMore();
    expect(readings).toHaveLength(2);
    expect(last().params.after).toBe("8");
    expect(list.getState()).toMatchObject({ isLoading: false, isLoadingMore: true });
    await last().answer([call7, call6], null);
    expect(ids()).toBe("jihg");
    expect(list.getState()).toMatchObject({ isLoadingMore: false, hasMore: false });
    await list.loadMore();
    expect(readings).toHaveLength(2);
  });

  it("reports a failure and repeats the same reading", async () => {
    const { list, readings, last, ids } = start();
    void list.load();
    await last().fail(new CallsError("store_unavailable"));
    expect(list.getState()).toMatchObject({
      isLoading: false,
      error: { code: "store_unavailable" },
    });
    void list.retry();
    expect(list.getState()).toMatchObject({ isLoading: true, error: null });
    await last().answer([call9, call8], "8");
    void list.loadMore();
    await last().fail(new TypeError("fetch failed"));
    expect(list.getState()).toMatchObject({ isLoadingMore: false, error: { code: "internal" } });
    expect(ids()).toBe("ji");
    void list.retry();
    expect(last().params.after).toBe("8");
    await last().answer([call7]);
    expect(ids()).toBe("jih");
    await list.retry();
    await list.load();
    expect(readings).toHaveLength(4);
  });

  it("reads the first page again on request", async () => {
    const { list, last, ids } = await startLoaded();
    void list.reload();
    expect(ids()).toBe("ji");
    await last().answer([call7]);
    expect(ids()).toBe("h");
  });
});

describe("changes", () => {
  it("are collected, so that a burst causes one new snapshot", async () => {
    const { list, tell, gather, isGathering, ids } = await startLoaded();
    let told = 0;
    list.subscribe(() => told++);
    const before = list.getState();
    tell(makeCallAt(10), "inserted");
    tell(makeCallAt(11), "inserted");
    tell(makeCallAt(9, { status: "completada" }, 20));
    tell(call8, "removed");
    expect(list.getState()).toBe(before);
    gather();
    expect([told, ids()]).toEqual([1, "lkj"]);
    expect(before.calls).toEqual([call9, call8]);
    expect(isGathering()).toBe(false);
  });

  it("without an effect cause no new snapshot", async () => {
    const { list, tell, gather } = await startLoaded({ status: "iniciando" });
    const before = list.getState();
    tell(call9);
    tell(makeCallAt(10, { status: "completada" }), "inserted");
    // After the last row that was read.
    tell(call7, "inserted");
    gather();
    expect(list.getState()).toBe(before);
  });

  it("also apply to a page that was requested before them and arrives after them", async () => {
    const { list, last, tell, gather, ids } = await startLoaded();
    void list.loadMore();
    tell(makeCallAt(7, { status: "completada" }, 20));
    tell(call6, "removed");
    gather();
    await last().answer([call7, call6, makeCallAt(5)], null);
    expect(ids()).toBe("jihf");
    expect(list.getState().calls[2]?.status).toBe("completada");
  });

  it("from our own acts are shown at once", async () => {
    const { list, ids } = await startLoaded();
    list.apply([{ call: makeCallAt(9, { notes: "Volver a llamar" }, 20), kind: "updated" }]);
    expect(list.getState().calls[0]?.notes).toBe("Volver a llamar");
    list.apply([{ call: makeCallAt(10), kind: "inserted" }]);
    expect(ids()).toBe("kji");
  });

  it("between the first page and the subscription's start are read", async () => {
    const { list, readings, setStatus, startFeed, last, ids } = await startLoaded();
    setStatus("offline");
    expect(readings).toHaveLength(1);
    startFeed();
    setStatus("realtime");
    expect(readings).toHaveLength(2);
    expect(list.getState()).toMatchObject({ isLoading: false, hasMore: true });
    await last().answer([makeCallAt(10), makeCallAt(9, { status: "completada" }, 20)], "9");
    expect(ids()).toBe("kji");
    expect(list.getState().calls[1]?.status).toBe("completada");
  });

  it("before the subscription's start are read after the first page, if that arrives later", async () => {
    const { list, readings, startFeed, last, ids } = start();
    void list.load();
    startFeed();
    expect(readings).toHaveLength(1);
    await last().answer([call9, call8], "8");
    expect(readings).toHaveLength(2);
    await last().answer([makeCallAt(10), call9], "9");
    expect(ids()).toBe("kji");
  });

  it("that remove a call before the subscription's start remove it from the list", async () => {
    const { list, startFeed, last, tell, gather, ids } = await startLoaded();
    void list.loadMore();
    await last().answer([call7], "7");
    startFeed();
    tell(makeCallAt(10), "inserted");
    gather();
    await last().answer([call8, call7], "7");
    expect(ids()).toBe("kih");
  });

  it("need no second reading when the feed runs already", async () => {
    const { readings, setStatus } = await startLoaded();
    setStatus("realtime");
    expect(readings).toHaveLength(1);
  });

  it("need no catching up when the same rows are read again", async () => {
    const { list, startFeed, last } = await startLoaded();
    startFeed();
    const before = list.getState();
    await last().answer([call9, call8], "8");
    expect(list.getState()).toBe(before);
  });

  it("need no catching up after other filters", async () => {
    const { list, readings, startFeed, ids } = await startLoaded();
    startFeed();
    list.setFilters({ missed: true });
    await readings[2]?.answer([call9, call8], "8");
    await readings[1]?.answer([makeCallAt(10)]);
    expect(readings).toHaveLength(3);
    expect(ids()).toBe("ji");
  });

  it.each([
    ["the next status", ({ setStatus }: Started) => setStatus("realtime")],
    ["retry", ({ list }: Started) => void list.retry()],
  ])("are read with %s when the reading failed", async (_, act) => {
    const world = await startLoaded();
    world.startFeed();
    await world.last().fail(new CallsError("store_unavailable"));
    expect(world.list.getState().error?.code).toBe("store_unavailable");
    world.setStatus("offline");
    expect(world.readings).toHaveLength(2);
    act(world);
    expect(world.readings).toHaveLength(3);
    await world.last().answer([makeCallAt(10), call9], "9");
    expect(world.ids()).toBe("kji");
    expect(world.list.getState().error).toBeNull();
    world.setStatus("realtime");
    expect(world.readings).toHaveLength(3);
  });

  it("are read after the next page when both readings failed", async () => {
    const { list, readings, startFeed, last, ids } = await startLoaded();
    void list.loadMore();
    startFeed();
    await last().fail(new TypeError("fetch failed"));
    expect(readings).toHaveLength(2);
    void list.retry();
    await last().answer([call7]);
    expect(readings.map(({ params }) => params.after)).toEqual([null, "8", "8", null]);
    await last().answer([makeCallAt(10), call9], "9");
    expect(ids()).toBe("kjih");
  });

  it("have a status that says how they arrive", async () => {
    const { list, setStatus } = await startLoaded();
    expect(list.getState().status).toBeNull();
    setStatus("offline");
    expect(list.getState().status).toBe("offline");
  });
});

describe("other filters", () => {
  it("keep the shown calls until the first page arrives", async () => {
    const { list, last, readings, tell, gather, ids } = await startLoaded();
    list.setFilters({ direction: "saliente" });
    expect(list.getState()).toMatchObject({ isStale: true, isLoading: true });
    // It belongs to the shown list, not to the next one.
    tell(makeCallAt(10), "inserted");
    gather();
    expect(ids()).toBe("kji");
    await list.loadMore();
    expect(readings).toHaveLength(2);
    await last().answer([makeCallAt(7, { direction: "saliente" })], null);
    expect(ids()).toBe("h");
    expect(list.getState()).toMatchObject({ isStale: false, hasMore: false });
    tell(makeCallAt(11), "inserted");
    gather();
    expect(ids()).toBe("h");
  });

  it("ignore the answer to the previous filters", async () => {
    const { list, readings, ids } = start();
    void list.load();
    list.setFilters({ direction: "saliente" });
    await readings[1]?.answer([call7]);
    await readings[0]?.answer([call9, call8], "8");
    expect(ids()).toBe("h");
    expect(list.getState().hasMore).toBe(false);
  });

  it("are not read again if they are equal, and are used at the next load if they are set before it", () => {
    const { list, readings, last } = start({ search: "ana" });
    list.setFilters({ missed: true });
    expect(readings).toHaveLength(0);
    void list.load();
    list.setFilters({ missed: true });
    expect(readings).toHaveLength(1);
    expect(last().params.missed).toBe(true);
  });

  it("are read when the caller's own object was changed in place", () => {
    const filters: CallFilters = { direction: "entrante" };
    const { list, readings, last } = start(filters);
    void list.load();
    filters.direction = "saliente";
    list.setFilters(filters);
    expect(last().params.direction).toBe("saliente");
    filters.direction = null;
    list.setFilters(filters);
    expect(last().params.direction).toBeNull();
    expect(readings).toHaveLength(3);
  });

  it("are read again after a failure, instead of the next page of the previous filters", async () => {
    const { list, last } = await startLoaded();
    list.setFilters({ direction: "saliente" });
    await last().fail(new CallsError("store_unavailable"));
    expect(list.getState()).toMatchObject({ isStale: true, error: { code: "store_unavailable" } });
    void list.retry();
    expect(last().params).toEqual({ direction: "saliente", limit: 2, after: null });
  });
});

describe("closing", () => {
  it("stops pending readings and changes, and load starts again", async () => {
    const { list, last, tell, isGathering, subscriptions, ids } = await startLoaded();
    void list.loadMore();
    tell(makeCallAt(10), "inserted");
    list.close();
    expect([subscriptions.size, isGathering()]).toEqual([0, false]);
    await last().answer([call7]);
    expect(ids()).toBe("ji");
    expect(list.getState().isLoadingMore).toBe(false);
    list.setFilters({ missed: true });
    void list.load();
    expect(subscriptions.size).toBe(1);
    expect(list.getState()).toMatchObject({ isStale: true, isLoading: true });
    await last().answer([call9]);
    expect(list.getState().isStale).toBe(false);
    expect(ids()).toBe("j");
  });

  it("does not call a listener that unsubscribed", async () => {
    const { list, tell, gather } = await startLoaded();
    let told = 0;
    const leave = list.subscribe(() => told++);
    leave();
    tell(makeCallAt(10), "inserted");
    gather();
    expect(told).toBe(0);
  });
});
