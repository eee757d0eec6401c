import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { launchChromium } from "@skale-calls/testkit";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../lib/clock.ts";
import type { SimulatorOptions } from "../simulatorOptions.ts";
import { createBusinessPeer, createTone } from "../testKit/createBusinessPeer.ts";
import { lengthOfOgg } from "../testKit/readOggPages.ts";
import { waitFor } from "../testKit/receiver.ts";
import { businessPhone, startTestSimulator } from "../testKit/startTestSimulator.ts";

/** The level of a voice is well above this limit, the level of silence well below it. */
const audible = 0.03;
const contactTalks = { onIncoming: "answer", ringMs: 20 };

async function startRecording(options: SimulatorOptions = {}) {
  const sim = await startTestSimulator(options);
  const settings = `/v2/whatsapp/phoneNumbers/${sim.simulator.wabaId}/${encodeURIComponent(businessPhone)}/settings`;
  const capture = {
    recordingEnabled: true,
    transcriptionEnabled: true,
    announcementLanguage: "es",
    purpose: "quality",
  };
  expect((await sim.request("POST", settings, { capture })).status).toBe(200);

  async function download(id: string) {
    const answer = await fetch(`${sim.simulator.url}/v2/whatsapp/calls/media/${id}`, {
      headers: { "X-API-Key": sim.simulator.apiKey },
    });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  }

  /** The recording of the call that ended last. */
  async function fetchRecording() {
    const find = () =>
      sim.receiver.received.findLast(({ body }) => body.callingRecording)?.body.callingRecording;
    await waitFor(() => find() !== undefined);
    return (await download(find().mediaAssetId)).bytes;
  }

  return { ...sim, download, fetchRecording };
}

describe("a recording in a browser", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    // The player's page has an origin, so this page has one too.
    const server = createServer((_, response) => response.end("<!doctype html>"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.close();
    server.closeAllConnections();
  });
  afterAll(() => browser.close());

  const listen = (file: Uint8Array) =>
    page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: "audio/ogg" }));
      const element = new Audio(url);
      await new Promise((resolve, reject) => {
        element.onended = resolve;
        element.onerror = () => reject(new Error(element.error?.message));
        element.playbackRate = 16;
        element.play().catch(reject);
      });
      const sound = await new OfflineAudioContext(2, 48_000, 48_000).decodeAudioData(bytes.buffer);
      const levels = Array.from({ length: sound.numberOfChannels }, (_, channel) => {
        const samples = sound.getChannelData(channel);
        return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
      });
      const channel = sound.getChannelData(0);
      // A third of a second from the middle of the speech.
      const start = channel.findIndex((sample) => Math.abs(sample) > 0.1) + 4_800;
      const left = Array.from(channel.slice(start, start + 16_384));
      return { seconds: sound.duration, played: element.currentTime, levels, left };
    }, Buffer.from(file).toString("base64"));

  it.each([
    [7_300, 7.3],
    [95_000, 60],
  ])(
    "of a call without media that lasts %d ms plays the clip for %d s",
    async (talkMs, seconds) => {
      const sim = await startRecording();
      await sim.setContact({ ...contactTalks, talkMs });
      await sim.connect();
      sim.clock.advance(100_000);
      const heard = await listen(await sim.fetchRecording());
      expect(Math.abs(heard.seconds - seconds)).toBeLessThan(0.2);
      expect(Math.abs(heard.played - seconds)).toBeLessThan(0.2);
      expect(heard.levels).toHaveLength(1);
      expect(heard.levels[0]).toBeGreaterThan(audible);
    },
  );

  /** The business sends a tone for some time, and then the contact hangs up. */
  async function talkWithMedia(contact: object) {
    const sim = await startRecording({ clock: systemClock, media: true, signalMs: 1 });
    await sim.setContact({ ...contactTalks, ...contact });
    const peer = await createBusinessPeer();
    const { body } = await sim.connect({ sdp: await peer.offer() });
    const [connect] = await sim.receiver.until(1);
    await peer.accept(connect?.body.callingConnect.sdp);
    peer.say(await createTone(1_000));
    await waitFor(() => (sim.call(body.wacid)?.media?.audibleMs ?? 0) > 800);
    await sim.request("POST", `/_sim/calls/${encodeURIComponent(body.wacid)}/hangup`);
    const call = sim.call(body.wacid);
    const seconds = (Date.parse(call?.endedAt ?? "") - Date.parse(call?.startedAt ?? "")) / 1000;
    return { seconds, heard: await listen(await sim.fetchRecording()) };
  }

  it("of a call with media has the business on the left and the contact on the right", async () => {
    const { seconds, heard } = await talkWithMedia({});
    expect(Math.abs(heard.seconds - seconds)).toBeLessThan(0.2);
    expect(heard.levels).toHaveLength(2);
    expect(Math.min(...heard.levels)).toBeGreaterThan(audible);
    // A sine crosses zero twice a period.
    const crossings = heard.left.filter((sample, i) => sample * (heard.left[i - 1] ?? 0) < 0);
    const hz = (crossings.length / 2 / heard.left.length) * 48_000;
    expect(Math.abs(hz - 1_000)).toBeLessThan(20);
  });

  it("of a call with a silent contact has only the business", async () => {
    const { heard } = await talkWithMedia({ voice: "silence" });
    expect(heard.levels[0]).toBeGreaterThan(audible);
    expect(heard.levels[1]).toBeLessThan(0.001);
  });
});

describe("files of calls that took place before the start", () => {
  const segments = [{ start: 0, end: 2, speaker: "user", text: "¿Bueno?" }] as const;
  const assets = [
    { id: "seeded-recording", kind: "recording", seconds: 31 },
    { id: "seeded-transcript", kind: "transcription", seconds: 31, segments },
  ] as const;

  it("exist after every start and reset, and do not expire", async () => {
    const sim = await startRecording({ assets });
    sim.clock.advance(365 * 24 * 3_600_000);
    await sim.request("POST", "/_sim/reset");
    const [recording, transcript] = await Promise.all(assets.map(({ id }) => sim.download(id)));
    expect(lengthOfOgg(recording?.bytes ?? new Uint8Array())).toBe(31_000);
    expect(JSON.parse(new TextDecoder().decode(transcript?.bytes))).toEqual({
      language: "es",
      text: "¿Bueno?",
      segments: [{ ...segments[0], words: [{ word: "¿Bueno?", start: 0, end: 2 }] }],
    });
    expect((await sim.download("another")).status).toBe(404);
  });

  it("are the same bytes each time", async () => {
    const sims = await Promise.all([startRecording({ assets }), startRecording({ assets })]);
    const [first, second] = await Promise.all(
      sims.map(({ download }) => download("seeded-recording")),
    );
    expect(first?.bytes.length).toBeGreaterThan(50_000);
    expect(first?.bytes).toEqual(second?.bytes);
  });
});
