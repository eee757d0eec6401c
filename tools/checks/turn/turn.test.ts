import { createTurnCredentials, type IceServerList } from "@skale-calls/core";
import { test as base, describe, expect } from "vitest";
import { type Desk, openDesk } from "../../../examples/calls-page/test/openDesk.ts";
import { eventually, expectTalk } from "../../../examples/calls-page/test/pageTest.ts";
import { startPage } from "../../../examples/calls-page/test/startPage.ts";
import { startCoturn } from "./startCoturn.ts";

/**
 * Runs in the page before its own scripts. The browser then uses no address of its own, as behind a firewall that blocks
 * UDP: it reaches a contact only through the TURN server, and the TURN server by TCP.
 */
function blockOwnAddresses(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: "relay" });
    }
  };
}

const oneDay = 86_400_000;

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
  .extend("coturn", { scope: "file" }, async ({}, { onCleanup }) => {
    const coturn = await startCoturn();
    onCleanup(() => coturn.stop());
    return coturn;
  })
  .extend("world", { scope: "file" }, async ({ coturn }, { onCleanup }) => {
    const env = { TURN_URLS: coturn.url, TURN_SECRET: coturn.secret };
    const world = await startPage({ env });
    onCleanup(() => world.stop());
    return world;
  })
  .extend("desk", async ({ world, coturn, task }, { onCleanup }) => {
    const desk = await openDesk(world);
    onCleanup(async () => {
      if (task.result?.state === "fail") console.log(await desk.describe(), coturn.log());
      await desk.close();
    });
    return desk;
  });

/** Opens the page behind the firewall. `list` replaces the edge function's list of servers. */
const openPage = (desk: Desk, list?: IceServerList) =>
  desk.openPage({
    async prepare(context) {
      await context.addInitScript(blockOwnAddresses);
      if (list === undefined) return;
      const { iceServers, seconds } = list;
      const json = { ok: true, ice_servers: iceServers, expires_at: null, seconds };
      await context.route("**/functions/v1/whatsapp-call/ice-servers", (route) =>
        route.fulfill({ json }),
      );
    },
  });

/** Dials a contact who picks up, and waits until the call has failed without audio. */
async function expectNoAudio(desk: Desk, list: IceServerList): Promise<void> {
  const agentPage = await openPage(desk, list);
  await desk.behave({ onIncoming: "answer" });
  await agentPage.dial(desk.contact);
  await agentPage.summary.getByText("No hubo conexión de audio").waitFor();
  const { candidate, packetsReceived } = await agentPage.readMedia();
  expect({ candidate, packetsReceived }).toEqual({ candidate: null, packetsReceived: 0 });
  expect((await desk.farEnd())?.media).toMatchObject({ connectedAt: null, packetsReceived: 0 });
}

describe("behind a firewall that blocks UDP", () => {
  test("a call connects through coturn alone, with audio in both directions", async ({ desk }) => {
    const agentPage = await openPage(desk);
    await desk.behave({ onIncoming: "answer" });
    await agentPage.dial(desk.contact);
    await expectTalk(desk, agentPage);
    expect((await agentPage.readMedia()).candidate).toBe("relay");
    await agentPage.button("Colgar").click();
  });

  test("an incoming call connects too", async ({ desk }) => {
    const agentPage = await openPage(desk);
    await desk.ring();
    await agentPage.answer();
    await expectTalk(desk, agentPage);
    expect((await agentPage.readMedia()).candidate).toBe("relay");
    await agentPage.button("Colgar").click();
  });

  test("without the TURN server there is no audio", async ({ desk }) => {
    await expectNoAudio(desk, { iceServers: [], seconds: null });
  });

  test("the credential of yesterday gives no audio", async ({ desk, coturn }) => {
    const now = () => new Date(Date.now() - oneDay);
    const create = createTurnCredentials({ urls: [coturn.url], secret: coturn.secret, now });
    const before = coturn.log().length;
    await expectNoAudio(desk, await create({ userId: desk.agent.id }));
    await eventually(() => expect(coturn.log().slice(before)).toMatch(/401/));
  });
});
