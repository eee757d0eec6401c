import type { Log } from "@skale-calls/core";
import { expect, test, vi } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaAnswer } from "../src/testing/sdpSamples.ts";

const to = "+5215512345678";
const answered_at = "2026-11-01T00:00:00.000Z";
const token = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl";

/** A softphone and its log: level, message and fields of each line. */
function createLogged(options: Parameters<typeof createTestSoftphone>[0] = {}) {
  const lines: [level: string, message: string, fields: Record<string, unknown>][] = [];
  const write =
    (level: string): Log["info"] =>
    (message, fields = {}) =>
      lines.push([level, message, fields]);
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };
  return { ...createTestSoftphone({ ...options, log }), lines };
}

/** A call that is dialled and connected. */
async function talk() {
  const bench = createLogged();
  const call = bench.softphone.dial({ to, leadId: "lead" });
  await bench.clock.advance();
  const row = { direction: "saliente", contact_name: "Ana Pérez", contact_phone: to } as const;
  bench.signaling.change(call.id, row, { type: "answer", sdp: metaAnswer });
  bench.connection().setState("connected");
  bench.signaling.change(call.id, { answered_at, status: "en_curso" });
  await bench.clock.advance();
  return { ...bench, call };
}

test("each phase of a call is logged under its row's id", async () => {
  const { call, lines } = await talk();
  call.mute();
  await call.hangUp();
  const fields = { call: call.id, direction: "saliente" };
  expect(lines).toEqual([
    ["info", "softphone: call", { ...fields, phase: "requesting_microphone" }],
    ["info", "softphone: call", { ...fields, phase: "dialing" }],
    ["info", "softphone: call", { ...fields, hasMedia: true }],
    ["info", "softphone: call", { ...fields, phase: "connected" }],
    ["info", "softphone: call", { ...fields, isMuted: true }],
    [
      "info",
      "softphone: call",
      { ...fields, phase: "ended", endReason: "completed", hasMedia: false },
    ],
  ]);
});

test("an incoming call, a dismissal and a hang-up that fails are logged", async () => {
  const { softphone, signaling, lines } = createLogged();
  const id = signaling.ring({ row: { contact_phone: to } });
  const [call] = softphone.state.calls;
  call?.dismiss();
  signaling.fail("reject", new SoftphoneError("service_failed", { outcome: "ambiguous" }));
  await call?.reject();
  const fields = { call: id, direction: "entrante" };
  const failure = { call: id, code: "service_failed", outcome: "ambiguous" };
  expect(lines).toEqual([
    ["info", "softphone: call", { ...fields, phase: "ringing" }],
    ["info", "softphone: call", { ...fields, isDismissed: true }],
    ["info", "softphone: call", { ...fields, phase: "ended", endReason: "rejected" }],
    ["warn", "softphone: act failed", { ...failure, act: "reject" }],
    ["info", "softphone: call", { ...fields, mayGoOn: true }],
    ["error", "softphone: error", failure],
  ]);
});

test("warnings, the connection with the server, and devices are logged", async () => {
  const { media, signaling, lines, call, clock, softphone } = await talk();
  lines.length = 0;
  media.microphones[0]?.interrupt(true);
  signaling.setOnline(false);
  signaling.setOnline(true);
  media.changeDevices([
    { id: "a", name: "Ana's earphones", kind: "input" },
    { id: "b", name: "Ana's earphones", kind: "output" },
    { id: "c", name: "Built-in", kind: "output" },
  ]);
  await clock.advance();
  await softphone.setOutputDevice("b");
  await softphone.setInputDevice("a");
  const fields = { call: call.id, direction: "saliente" };
  expect(lines).toEqual([
    [
      "warn",
      "softphone: warning",
      { call: call.id, code: "microphone_interrupted", outcome: "rejected" },
    ],
    ["info", "softphone: call", { ...fields, isInterrupted: true }],
    ["warn", "softphone: server", { isOnline: false }],
    ["warn", "softphone: server", { isOnline: true }],
    ["info", "softphone: devices", { inputs: 1, outputs: 2 }],
    ["info", "softphone: another loudspeaker was chosen", {}],
    ["info", "softphone: call", { ...fields, isInterrupted: false }],
    ["info", "softphone: another microphone was chosen", {}],
  ]);
});

test("quality that becomes bad and better again is logged", async () => {
  const { lines, call, clock, connection } = await talk();
  await vi.dynamicImportSettled();
  lines.length = 0;
  const hear = async (seconds: number, lost: number) => {
    for (let past = 0; past < seconds; past += 0.25) {
      connection().hear(12, { lost });
      await clock.advance(250);
    }
  };
  await hear(6, 0);
  expect(lines).toEqual([]);
  await hear(6, 3);
  await hear(10, 0);
  expect(lines).toEqual([
    ["warn", "softphone: bad quality", expect.objectContaining({ call: call.id, rating: "bad" })],
    ["info", "softphone: better quality", expect.objectContaining({ call: call.id })],
  ]);
});

test("the log contains no number, name, SDP, token, device or text of other libraries' errors", async () => {
  const { softphone, signaling, clock, lines, peer, media, call, connection } = await talk();
  const secrets = (cause: unknown) =>
    new SoftphoneError("provider_error", {
      message: `${to} said: ${metaAnswer} ${token}`,
      outcome: "ambiguous",
      cause,
    });
  call.sendDtmf("4917");
  signaling.fail("hangUp", secrets(new TypeError(`${token} ${to}`)));
  await call.hangUp();
  const incoming = signaling.ring({ row: { contact_phone: to, contact_name: "Ana Pérez" } });
  const ringing = softphone.state.calls.find(({ id }) => id === incoming);
  for (const act of ["claim", "preAccept", "accept"] as const) {
    signaling.fail(act, secrets(`${token}`));
    void ringing?.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
  }
  await ringing?.hangUp();
  peer.remoteError = new Error(metaAnswer);
  signaling.ring({ row: { contact_phone: to } });
  await softphone.state.calls.at(-1)?.answer();
  signaling.fail("dial", secrets(token));
  softphone.dial({ to });
  await clock.advance(60_000);
  media.microphoneError = new SoftphoneError("microphone_denied", { cause: new Error(token) });
  softphone.dial({ to });
  softphone.dial({ recipient: "MX.13491208655302741918" });
  await clock.advance(200_000);

  const written = JSON.stringify(lines);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.map(([level]) => level)).toEqual(expect.arrayContaining(["info", "warn", "error"]));
  expect(written).toContain('"cause":"TypeError"');
  for (const secret of [
    "12345678",
    "Ana",
    "v=0",
    "ice-pwd",
    "candidate",
    "fingerprint",
    token,
    "MX.13",
    "4917",
    "said",
  ]) {
    expect(written).not.toContain(secret);
  }
});

test("a closed softphone no longer logs devices and the connection with the server", async () => {
  const { softphone, media, signaling, lines, clock } = createLogged();
  await softphone.close();
  media.changeDevices([]);
  signaling.setOnline(false);
  await clock.advance();
  expect(lines).toEqual([]);
});

test("a signalling that is an instance of a class keeps its `this`", async () => {
  const { signaling } = createTestSoftphone();
  class Own {
    private readonly inner = signaling;
    dial(...all: Parameters<typeof signaling.dial>) {
      return this.inner.dial(...all);
    }
    subscribe(...all: Parameters<typeof signaling.subscribe>) {
      return this.inner.subscribe(...all);
    }
    follow(...all: Parameters<typeof signaling.follow>) {
      return this.inner.follow(...all);
    }
  }
  const own = Object.assign(new Own(), {}) as unknown as typeof signaling;
  const { softphone, clock, lines } = createLogged({ signaling: own });
  const call = softphone.dial({ to });
  await clock.advance();
  expect(signaling.acts).toEqual(["dial"]);
  expect(call.state).toMatchObject({ phase: "dialing", error: null });
  expect(lines.map(([, message]) => message)).not.toContain("softphone: act failed");
});
