import { fileURLToPath } from "node:url";
import { launchChromium, startGateway } from "@skale-calls/testkit";
import { build } from "esbuild";
import { test as base, expect } from "vitest";
import type { browserMedia } from "../src/media/browserMedia.ts";
import type { tidySdp } from "../src/sdp/tidySdp.ts";
import { metaAnswer, metaOffer } from "../src/testing/sdpSamples.ts";
import { untidySdps } from "./untidySdps.ts";

declare const softphone: { tidySdp: typeof tidySdp; browserMedia: typeof browserMedia };

const source = new URL("../src/", import.meta.url);

/** Bundles the sources that run in the page under the name `softphone`. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "./sdp/tidySdp.ts"; export * from "./media/browserMedia.ts";`,
      resolveDir: fileURLToPath(source),
    },
    bundle: true,
    format: "iife",
    globalName: "softphone",
    conditions: ["@skale-calls/source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
  .extend("origin", { scope: "file" }, async ({}, { onCleanup }) => {
    const headers = { "content-type": "text/html" };
    const fallback = () => new Response("<!doctype html><title>test</title>", { headers });
    const gateway = await startGateway({ routes: {}, fallback });
    onCleanup(() => gateway.stop());
    return gateway.url;
  })
  .extend("page", { scope: "file" }, async ({ origin }, { onCleanup }) => {
    const browser = await launchChromium();
    onCleanup(() => browser.close());
    const page = await browser.newPage();
    await page.goto(origin);
    await page.addScriptTag({ content: await bundle() });
    return page;
  });

test("Chromium answers WhatsApp's offer in every malformed variant after the repair", async ({
  page,
}) => {
  const offers = [
    ...untidySdps(metaOffer),
    ["no a=rtcp-mux", metaOffer.replace("a=rtcp-mux\r\n", "")],
  ] as const;
  const results = await page.evaluate(async (samples) => {
    const accepts = async (sdp: string) => {
      const connection = new RTCPeerConnection();
      try {
        await connection.setRemoteDescription({ type: "offer", sdp });
        return (await connection.createAnswer()).sdp?.includes("opus/48000/2") ?? false;
      } catch {
        return false;
      } finally {
        connection.close();
      }
    };
    return Promise.all(
      samples.map(async ([fault, sdp]) => ({
        fault,
        untidy: await accepts(sdp),
        tidied: await accepts(softphone.tidySdp(sdp)),
      })),
    );
  }, offers);
  expect(results.filter(({ tidied }) => !tidied)).toEqual([]);
  // SDPs that Meta was observed to send, and whether Chromium accepts them without the repair.
  const untidy = Object.fromEntries(results.map(({ fault, untidy }) => [fault, untidy]));
  expect(untidy).toMatchObject({
    "the last line end is missing": false,
    "a blank line at the end": false,
    "a space before the first line": false,
    "no a=rtcp-mux": false,
  });
});

test("Chromium accepts WhatsApp's answer in every malformed variant after the repair", async ({
  page,
}) => {
  const results = await page.evaluate(
    (samples) =>
      Promise.all(
        samples.map(async ([fault, sdp]) => {
          const connection = new RTCPeerConnection();
          connection.addTransceiver("audio");
          await connection.setLocalDescription(await connection.createOffer());
          const error = await connection
            .setRemoteDescription({ type: "answer", sdp: softphone.tidySdp(sdp) })
            .then(() => null, String);
          connection.close();
          return [fault, error];
        }),
      ),
    untidySdps(metaAnswer),
  );
  expect(results.filter(([, error]) => error !== null)).toEqual([]);
});

test("the meter hears the microphone, and silence when it is disabled", async ({ page }) => {
  const levels = await page.evaluate(async () => {
    const { openMicrophone, createMeter } = softphone.browserMedia;
    const track = await openMicrophone();
    const meter = createMeter?.(track);
    const listen = async (until: (level: number) => boolean) => {
      let level = Number.NaN;
      while (!until(level)) {
        await new Promise(requestAnimationFrame);
        level = meter?.read() ?? Number.NaN;
      }
      return level;
    };
    const loud = await listen((level) => level > 0.01);
    track.enabled = false;
    const silent = await listen((level) => level === 0);
    meter?.close();
    track.stop();
    return { loud, silent };
  });
  expect(levels.loud).toBeLessThanOrEqual(1);
  expect(levels.silent).toBe(0);
});
