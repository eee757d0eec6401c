import { createFakeClock } from "@skale-calls/core/testing";
import { createSoftphone } from "@skale-calls/softphone";
import { createFakeMedia, createFakePeer } from "@skale-calls/softphone/testing";
import {
  createCallService,
  createSupabaseSignaling,
  type PageVisibility,
} from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";
import { describe, expect, test } from "vitest";

const minute = 60_000;
/** Milliseconds of virtual time between two checks. */
const step = 50;
const id = "c0000000-0000-4000-8000-000000000001";
const url = "https://abc.supabase.co";

/** A channel of Realtime that is connected at once. */
function createChannel() {
  let tell: (change: { eventType: string; old: object }) => void = () => {};
  const channel = {
    on(_type: string, _filter: object, listener: typeof tell) {
      tell = listener;
      return channel;
    },
    subscribe(onState: (state: string) => void) {
      onState("SUBSCRIBED");
      return channel;
    },
  };
  return { channel, tell: () => tell({ eventType: "UPDATE", old: { id } }) };
}

/** The lists and the phone of the page in virtual time, with a server that the test controls. */
async function openPage(realtime?: ReturnType<typeof createChannel>) {
  const clock = createFakeClock();
  const events = new EventTarget();
  const document = { visibilityState: "visible" };
  const page: PageVisibility = {
    document,
    addEventListener: (type, listener) => events.addEventListener(type, listener),
    removeEventListener: (type, listener) => events.removeEventListener(type, listener),
  };
  const rows: Record<string, unknown>[] = [];
  const server = { isDown: false, isSilent: false };
  let requests = 0;

  async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(String(input));
    expect(pathname).toBe("/rest/v1/whatsapp_calls");
    requests++;
    if (server.isDown) throw new TypeError("fetch failed");
    if (server.isSilent) {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    }
    const ids = searchParams.get("id");
    const since = searchParams.get("updated_at")?.replace("gte.", "");
    const isOfRinging = searchParams.get("select")?.includes("!inner");
    return Response.json(
      rows.filter(
        (row) =>
          (!ids || ids.includes(String(row.id))) &&
          (!since?.startsWith("2") || String(row.updated_at) >= since) &&
          (!isOfRinging || row.status === "iniciando"),
      ),
    );
  }

  const supabase = createClient(url, "key", {
    global: { fetch: answer },
    accessToken: async () => "token",
  });
  const calls = createCallService(
    {
      from: supabase.from.bind(supabase),
      rpc: supabase.rpc.bind(supabase),
      ...(realtime ? { channel: () => realtime.channel, removeChannel() {} } : {}),
    } as never,
    { url, apiKey: "key", getAccessToken: () => "token", clock, page },
  );
  const listed: string[] = [];
  const statuses: string[] = [];
  const stopList = calls.subscribeToCalls({
    onChange: (call) => listed.push(`${call.id} ${call.status}`),
    onStatus: (status) => statuses.push(status),
  });
  const softphone = createSoftphone({
    signaling: createSupabaseSignaling(calls, { clock }),
    peer: createFakePeer().create,
    media: createFakeMedia(),
    clock,
    locks: null,
    storage: null,
    page: null,
  });

  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 1000) await clock.advance(1000);
  }
  function change(changes: Record<string, unknown>): void {
    const [known] = rows.splice(0);
    const updated_at = new Date(clock.now()).toISOString();
    rows.push({
      created_at: updated_at,
      call_id: "wacid.1",
      answered_at: null,
      ...known,
      id,
      direction: "entrante",
      updated_at,
      whatsapp_call_sessions: { sdp_type: "offer", sdp: "v=0" },
      ...changes,
    });
  }
  /** The milliseconds until the check passes. */
  async function until(holds: () => boolean, atMost = minute): Promise<number> {
    const start = clock.now();
    while (!holds() && clock.now() - start < atMost) await clock.advance(step);
    return clock.now() - start;
  }

  return {
    server,
    softphone,
    listed,
    statuses,
    pass,
    until,
    change,
    isRinging: () => softphone.state.calls.some(({ state }) => state.phase === "ringing"),
    /** The requests for calls in that time. */
    async count(milliseconds: number): Promise<number> {
      const before = requests;
      await (milliseconds < 1000 ? clock.advance(milliseconds) : pass(milliseconds));
      return requests - before;
    },
    show(visibilityState: "visible" | "hidden") {
      document.visibilityState = visibilityState;
      events.dispatchEvent(new Event("visibilitychange"));
    },
    goOnline: () => events.dispatchEvent(new Event("online")),
    close() {
      stopList();
      void softphone.close();
    },
  };
}

describe("requests for calls from the lists and the phone together", () => {
  test("at most 60 in the first minute and in any later one, and none when the page is closed", async () => {
    const page = await openPage();
    expect(await page.count(minute)).toBeLessThanOrEqual(60);
    const later = await page.count(minute);
    expect(later).toBeGreaterThan(50);
    expect(later).toBeLessThanOrEqual(60);
    page.close();
    expect(await page.count(minute)).toBe(0);
  });

  test("at most 12 a minute while the page is hidden, and one at once when it becomes visible", async () => {
    const page = await openPage();
    await page.pass(2000);
    page.show("hidden");
    expect(await page.count(minute)).toBeLessThanOrEqual(12);
    const later = await page.count(minute);
    expect(later).toBeGreaterThan(5);
    expect(later).toBeLessThanOrEqual(12);
    await page.pass(2000);
    page.change({ status: "iniciando" });
    page.show("visible");
    expect(await page.until(page.isRinging)).toBeLessThanOrEqual(2 * step);
    page.close();
  });

  test("with Realtime at most 4 a minute while nothing changes, and one for a change", async () => {
    const realtime = createChannel();
    const page = await openPage(realtime);
    await page.pass(5000);
    for (const visibility of ["visible", "hidden"] as const) {
      page.show(visibility);
      await page.pass(5000);
      expect(await page.count(minute)).toBeLessThanOrEqual(4);
    }
    page.change({ status: "completada" });
    realtime.tell();
    expect(await page.count(1000)).toBe(1);
    expect(page.listed).toEqual([`${id} completada`]);
    page.close();
  });

  test.each([
    ["refuses", { isDown: true }],
    ["is silent", { isSilent: true }],
  ])(
    "at growing intervals to a server that %s, and soon at the normal rate again",
    async (_, fault) => {
      const page = await openPage();
      await page.pass(2000);
      Object.assign(page.server, fault);
      expect(await page.count(minute)).toBeLessThanOrEqual(6);
      expect(page.softphone.state.isOnline).toBe(false);
      expect(page.statuses).toEqual(["polling", "offline"]);
      expect(await page.count(10 * minute)).toBeLessThanOrEqual(20);
      Object.assign(page.server, { isDown: false, isSilent: false });
      page.change({ status: "iniciando" });
      expect(await page.until(page.isRinging)).toBeLessThanOrEqual(40_000);
      expect(page.softphone.state.isOnline).toBe(true);
      page.change({ status: "no_contestada" });
      await page.pass(minute);
      expect(await page.count(minute)).toBeGreaterThan(50);
      page.close();
    },
  );

  test("a request is sent at once when the network or the page comes back", async () => {
    const page = await openPage();
    for (const [fault, comeBack] of [
      ["isDown", page.goOnline],
      ["isDown", () => page.show("visible")],
      ["isSilent", page.goOnline],
    ] as const) {
      page.server[fault] = true;
      await page.pass(5 * minute);
      page.server[fault] = false;
      comeBack();
      expect(await page.until(() => page.softphone.state.isOnline)).toBeLessThanOrEqual(2 * step);
    }
    page.close();
  });

  test("switching between visible and hidden causes no more requests than staying visible", async () => {
    const page = await openPage();
    await page.pass(2000);
    const before = await page.count(0);
    let asked = before;
    for (let i = 0; i < 100; i++) {
      page.show(i % 2 === 0 ? "hidden" : "visible");
      asked += await page.count(100);
    }
    expect(asked).toBeLessThanOrEqual(10);
    page.close();
  });
});

describe("a ring in a visible page", () => {
  test("appears within 1.5 s, whenever it begins, and in the list too", async () => {
    for (let offset = 0; offset <= 1100; offset += 275) {
      const page = await openPage();
      await page.pass(5000);
      await page.until(() => false, offset);
      page.change({ status: "iniciando" });
      expect(await page.until(page.isRinging)).toBeLessThanOrEqual(1500);
      expect(page.listed).toEqual([`${id} iniciando`]);
      page.close();
    }
  });

  test("that began before the page was opened appears too", async () => {
    const page = await openPage();
    page.change({ status: "iniciando" });
    expect(await page.until(page.isRinging)).toBeLessThanOrEqual(1500);
    page.close();
  });

  test("stops within 1.5 s of its end", async () => {
    const page = await openPage();
    await page.pass(5000);
    page.change({ status: "iniciando" });
    await page.until(page.isRinging);
    page.change({ status: "no_contestada" });
    expect(await page.until(() => !page.isRinging())).toBeLessThanOrEqual(1500);
    page.close();
  });
});
