import { createFakeClock } from "@skale-calls/core/testing";
import { createClient } from "@supabase/supabase-js";
import { expect, it } from "vitest";
import { createCallList, createCallService, type ListedCall } from "../../src/index.ts";
import { makeCallAt } from "./makeListedCall.ts";

const url = "https://abc.supabase.co";

/** Lists on the real service and feed, with a server that counts the readings of first pages. */
function start() {
  const clock = createFakeClock();
  const rows: ListedCall[] = [makeCallAt(8)];
  const server = { firstPages: 0, isDown: false, isCutOff: false };
  /** What happens after the next first page was read, before the feed starts. */
  let afterPage = () => {};

  const supabase = createClient(url, "key", {
    db: { retry: false },
    global: {
      async fetch(input) {
        const isPage = String(input).includes("order=created_at.desc");
        if (server.isDown || (server.isCutOff && isPage)) throw new TypeError("fetch failed");
        // The feed's readings take longer than those of pages.
        if (!isPage) await new Promise(setImmediate);
        const answer = Response.json(isPage ? [...rows].reverse() : rows);
        if (isPage) {
          server.firstPages++;
          afterPage();
        }
        return answer;
      },
    },
    accessToken: async () => "token",
  });
  const service = createCallService(
    { from: supabase.from.bind(supabase), rpc: supabase.rpc.bind(supabase) } as never,
    { url, apiKey: "key", getAccessToken: () => "token", clock, page: null },
  );
  async function open() {
    const list = createCallList({ service, clock });
    await list.load();
    await settle(clock);
    return {
      list,
      ids: () =>
        list
          .getState()
          .calls.map(({ id }) => id)
          .join(""),
    };
  }
  return {
    clock,
    rows,
    server,
    open,
    setAfterPage(act: () => void) {
      afterPage = act;
    },
  };
}

async function settle({ advance }: ReturnType<typeof createFakeClock>) {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  await advance(100);
}

it("the list that starts the feed reads its first page twice, and a later list once", async () => {
  const { rows, server, open, setAfterPage } = start();
  setAfterPage(() => {
    setAfterPage(() => {});
    rows.push(makeCallAt(9));
  });
  const first = await open();
  expect([server.firstPages, first.ids()]).toEqual([2, "ji"]);
  const second = await open();
  expect([server.firstPages, second.ids()]).toEqual([3, "ji"]);
  first.list.close();
  second.list.close();
});

it("a failed second reading is repeated when the feed returns from an outage", async () => {
  const { clock, rows, server, open, setAfterPage } = start();
  setAfterPage(() => {
    setAfterPage(() => {});
    rows.push(makeCallAt(9));
    server.isCutOff = true;
  });
  const { list, ids } = await open();
  expect([ids(), list.getState().status, list.getState().error === null]).toEqual([
    "i",
    "polling",
    false,
  ]);
  server.isDown = true;
  await clock.advance(1200);
  await settle(clock);
  expect(list.getState().status).toBe("offline");
  Object.assign(server, { isDown: false, isCutOff: false });
  await clock.advance(5000);
  await settle(clock);
  expect([ids(), list.getState().status, list.getState().error]).toEqual(["ji", "polling", null]);
  list.close();
});
