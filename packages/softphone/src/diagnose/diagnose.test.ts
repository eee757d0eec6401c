import type { IceServer } from "@skale-calls/core";
import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../errors/softphoneError.ts";
import { createFakeClock } from "../testing/createFakeClock.ts";
import { createFakeMedia } from "../testing/createFakeMedia.ts";
import { createFakePeer } from "../testing/createFakePeer.ts";
import { createTestSoftphone } from "../testing/createTestSoftphone.ts";
import { chromeOffer } from "../testing/sdpSamples.ts";
import { type CheckName, diagnose } from "./diagnose.ts";

const stun = { urls: "stun:stun.example.com" };
const turn = { urls: ["turns:turn.example.com:443"], username: "u", credential: "c" };
const relayed = chromeOffer.replace("typ srflx", "typ relay");

async function run({
  iceServers = [stun, turn],
  offer = chromeOffer,
  relayOffer = relayed,
  microphoneError = null,
  isMicrophoneAllowed = true,
  peerError = null,
}: {
  iceServers?: IceServer[];
  offer?: string;
  relayOffer?: string;
  microphoneError?: SoftphoneError | null;
  isMicrophoneAllowed?: boolean | null;
  peerError?: Error | null;
} = {}) {
  const media = createFakeMedia();
  const [peer, relay] = [createFakePeer(), createFakePeer()];
  media.microphoneError = microphoneError;
  peer.offer = offer;
  peer.error = peerError;
  relay.offer = relayOffer;
  const diagnosis = await diagnose({
    media,
    createConnection: (configuration) =>
      (configuration.iceTransportPolicy === "relay" ? relay : peer).create(configuration),
    iceServers,
    clock: createFakeClock(),
    isMicrophoneAllowed: () => isMicrophoneAllowed,
  });
  const connections = [...peer.connections, ...relay.connections];
  expect(media.microphones.map(({ readyState }) => readyState)).not.toContain("live");
  expect(connections.map(({ connectionState }) => connectionState)).not.toContain("new");
  const oks = Object.fromEntries(diagnosis.checks.map(({ name, ok }) => [name, ok]));
  const details = Object.fromEntries(diagnosis.checks.map(({ name, detail }) => [name, detail]));
  return { ok: diagnosis.ok, oks, details };
}

test("a machine that can call", async () => {
  const { ok, oks, details } = await run();
  expect(ok).toBe(true);
  expect(oks).toEqual({
    permissions_policy: true,
    microphone: true,
    codec: true,
    dtmf: true,
    stun: true,
    turn: true,
  });
  expect(details.microphone).toEqual({
    es: "El micrófono funciona: default.",
    en: "The microphone works: default.",
  });
});

describe("the result of a check", () => {
  const noOpus = chromeOffer.replaceAll("opus/48000", "other/48000");
  const noStun = chromeOffer.replace(/a=candidate:2.*\r\n/, "");
  test.each<[CheckName, string, Parameters<typeof run>[0], boolean | null, boolean]>([
    ["permissions_policy", "forbidden", { isMicrophoneAllowed: false }, false, false],
    ["permissions_policy", "not known", { isMicrophoneAllowed: null }, null, true],
    [
      "microphone",
      "refused",
      { microphoneError: new SoftphoneError("microphone_denied") },
      false,
      false,
    ],
    ["codec", "no WebRTC", { peerError: new SoftphoneError("webrtc_unavailable") }, false, false],
    ["codec", "no Opus", { offer: noOpus }, false, false],
    [
      "dtmf",
      "only at 48 kHz",
      { offer: chromeOffer.replace("event/8000", "event/9") },
      false,
      true,
    ],
    ["stun", "no answer", { offer: noStun }, false, true],
    ["stun", "not configured", { iceServers: [turn] }, null, true],
    ["turn", "no answer", { relayOffer: noStun }, false, true],
    ["turn", "not configured", { iceServers: [stun] }, null, true],
  ])("%s: %s", async (name, _, options, expected, isAble) => {
    const { ok, oks, details } = await run(options);
    expect(oks[name]).toBe(expected);
    expect(ok).toBe(isAble);
    expect(details[name]).toEqual({
      es: expect.stringMatching(/\.$/),
      en: expect.stringMatching(/\.$/),
    });
  });
});

test("the diagnosis waits for candidates for at most 5 s", async () => {
  const { softphone, peer, clock } = createTestSoftphone({ iceServers: [stun] });
  peer.gathersAtOnce = false;
  const pending = softphone.diagnose();
  let isDone = false;
  void pending.then(() => {
    isDone = true;
  });
  await clock.advance(4999);
  peer.connections[0]?.findCandidate();
  await clock.advance();
  expect(isDone).toBe(false);
  await clock.advance(1);
  const { checks } = await pending;
  expect(checks.map(({ name }) => name)).toEqual([
    "permissions_policy",
    "microphone",
    "codec",
    "dtmf",
    "stun",
    "turn",
  ]);
});
