import { test as base, expect, vi } from "vitest";
import { type Desk, openDesk } from "./openDesk.ts";
import type { AgentPage } from "./openPage.ts";
import { isFirefox, startPage } from "./startPage.ts";
import { voiceHz } from "./writeVoice.ts";

/** A test with its own desk, in the world of its file. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
  .extend("world", { scope: "file" }, async ({}, { onCleanup }) => {
    const world = await startPage();
    onCleanup(() => world.stop());
    return world;
  })
  .extend("desk", async ({ world, task }, { onCleanup }) => {
    const desk = await openDesk(world);
    onCleanup(async () => {
      if (task.result?.state === "fail") console.log(`${task.name}:\n${await desk.describe()}`);
      await desk.close();
    });
    return desk;
  });

/** The first test of a file waits for the whole stack, and the others wait for each other. */
export const patience = { timeout: 120_000 };

/** Polls until the check passes. Unlike with `expect.poll`, a failure belongs to the right one of several concurrent tests. */
export const eventually = (check: () => void | Promise<void>, timeout = 30_000): Promise<void> =>
  vi.waitFor(check, { timeout, interval: 100 });

/** The number of packets in half a second. */
const somePackets = 25;

/** Waits until both sides receive packets with sound. At the contact's side the sound is the agent's voice. */
export async function expectTalk(desk: Desk, agentPage: AgentPage): Promise<void> {
  const before = await agentPage.readMedia();
  const { packetsReceived = 0, audibleMs = 0 } = (await desk.farEnd())?.media ?? {};
  await eventually(async () => {
    const now = await agentPage.readMedia();
    expect(now.state).toBe("connected");
    expect(now.packetsSent - before.packetsSent).toBeGreaterThan(somePackets);
    expect(now.packetsReceived - before.packetsReceived).toBeGreaterThan(somePackets);
    expect(now.energyReceived - before.energyReceived).toBeGreaterThan(0.005);
    if (!isFirefox) {
      const energy = (now.energyOfMicrophone ?? 0) - (before.energyOfMicrophone ?? 0);
      expect(energy).toBeGreaterThan(0.005);
    }
  });
  await eventually(async () => {
    const media = (await desk.farEnd())?.media;
    expect(media?.connection).toBe("connected");
    expect((media?.packetsReceived ?? 0) - packetsReceived).toBeGreaterThan(somePackets);
    expect((media?.audibleMs ?? 0) - audibleMs).toBeGreaterThan(200);
    expect(Math.abs((media?.dominantHz ?? 0) - voiceHz)).toBeLessThan(25);
  });
}
