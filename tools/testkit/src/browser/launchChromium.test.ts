import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startGateway } from "../net/startGateway.ts";
import { createWav } from "./createWav.ts";
import { findChromium } from "./findChromium.ts";
import { type LaunchChromiumOptions, launchChromium } from "./launchChromium.ts";

const isPackaged = process.platform === "linux" && process.arch === "x64";
const sampleRate = 48_000;
const toneHz = 1_000;

/** Two seconds of a tone at a quarter of full scale, as WAV. */
function writeTone(): Buffer {
  const samples = Int16Array.from({ length: 2 * sampleRate }, (_, i) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * toneHz * i) / sampleRate)),
  );
  return createWav(samples, sampleRate);
}

/** Runs in the browser: sends the microphone's sound from one peer connection to another and plays it there. */
async function hearMicrophone(): Promise<{ packets: number; peakHz: number }> {
  const microphone = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const sender = new RTCPeerConnection();
  const receiver = new RTCPeerConnection();
  sender.onicecandidate = ({ candidate }) => candidate && receiver.addIceCandidate(candidate);
  receiver.onicecandidate = ({ candidate }) => candidate && sender.addIceCandidate(candidate);
  const received = new Promise<MediaStream>((resolve) => {
    receiver.ontrack = ({ track }) => resolve(new MediaStream([track]));
  });
  for (const track of microphone.getTracks()) sender.addTrack(track, microphone);
  await sender.setLocalDescription();
  await receiver.setRemoteDescription(sender.localDescription as RTCSessionDescription);
  await receiver.setLocalDescription();
  await sender.setRemoteDescription(receiver.localDescription as RTCSessionDescription);

  const stream = await received;
  const element = new Audio();
  element.srcObject = stream;
  await element.play();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const levels = new Float32Array(analyser.frequencyBinCount);
  for (;;) {
    analyser.getFloatFrequencyData(levels);
    const peak = Math.max(...levels);
    if (peak > -50) {
      const inbound = [...(await receiver.getStats()).values()].find(
        ({ type }) => type === "inbound-rtp",
      );
      const hzPerBin = context.sampleRate / analyser.fftSize;
      return { packets: inbound.packetsReceived, peakHz: levels.indexOf(peak) * hzPerBin };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.for([
  ["whichever is there", {}],
  ...(isPackaged ? [["the packaged one", { source: "packaged" }] as const] : []),
] as const)("%s", ([, options]) => {
  let browser: Browser | undefined;
  let url = "";

  beforeAll(async () => {
    const gateway = await startGateway({
      routes: {},
      fallback: () =>
        new Response("<!doctype html><title>test</title><p>Hola, ñandú</p>", {
          headers: { "content-type": "text/html; charset=utf-8" },
        }),
    });
    url = gateway.url;
    return () => gateway.stop();
  });
  afterEach(() => browser?.close());

  async function openPage(more: LaunchChromiumOptions = {}): Promise<Page> {
    browser = await launchChromium({ ...options, ...more });
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  }

  test("its microphone's beep is heard over a peer connection", async () => {
    const { packets, peakHz } = await (await openPage()).evaluate(hearMicrophone);
    expect(packets).toBeGreaterThan(0);
    expect(peakHz).not.toBeCloseTo(toneHz, -2);
  });

  test("its microphone hears a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "skale-tone-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const microphoneFile = join(folder, "tone.wav");
    await writeFile(microphoneFile, writeTone());
    const { peakHz } = await (await openPage({ microphoneFile })).evaluate(hearMicrophone);
    expect(Math.abs(peakHz - toneHz)).toBeLessThan(50);
  });

  test("its user refuses the microphone", async () => {
    const page = await openPage({ allowMicrophone: false });
    await expect(page.evaluate(hearMicrophone)).rejects.toThrow("NotAllowedError");
  });

  test("it has a font", async () => {
    const page = await openPage();
    const box = await page.locator("p").boundingBox();
    expect(box?.height).toBeGreaterThan(10);
  });
});

test.runIf(isPackaged)("the packaged Chromium contains what a minimal machine lacks", async () => {
  const { path, env } = await findChromium({ source: "packaged" });
  const folder = dirname(path);
  const { stdout } = await promisify(execFile)("ldd", [path], { env: { ...process.env, ...env } });
  expect(stdout).not.toContain("not found");
  const others = [...stdout.matchAll(/^\s+(\S+) => (\S+)/gm)]
    .filter(([, , file]) => !file?.startsWith(folder))
    .map(([, name]) => name?.split(".")[0]);
  // These are the libraries of glibc, and libgcc_s, which every Debian has.
  expect(others.sort()).toEqual(["libc", "libdl", "libgcc_s", "libm", "libpthread"]);
});

describe("without an installed browser", () => {
  afterAll(() => vi.unstubAllEnvs());

  test("a wrong CHROMIUM_PATH is reported", async () => {
    vi.stubEnv("CHROMIUM", "");
    vi.stubEnv("CHROMIUM_PATH", "/nowhere/chrome");
    await expect(findChromium()).rejects.toThrow(/CHROMIUM_PATH names a file/);
  });

  test("the error says how to get one", async () => {
    vi.stubEnv("CHROMIUM_PATH", "");
    vi.stubEnv("PATH", "");
    const arch = vi.spyOn(process, "arch", "get").mockReturnValue("riscv64");
    onTestFinished(() => arch.mockRestore());
    await expect(findChromium({ source: "packaged" })).rejects.toThrow(
      /Install Google Chrome or Chromium/,
    );
  });
});
