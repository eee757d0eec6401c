import { describe, expect, test, vi } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { answer, answered_at, dial } from "./dialBench.ts";

const unreachable = () => new SoftphoneError("service_failed", { outcome: "ambiguous" });

describe("a hang-up that fails", () => {
  async function hangUpInVain() {
    const bench = await dial("connected");
    bench.signaling.fail("hangUp", unreachable());
    await bench.call.hangUp();
    expect(bench.call.state).toMatchObject({
      phase: "ended",
      endReason: "completed",
      mayGoOn: true,
      error: { code: "service_failed" },
    });
    return bench;
  }

  test("can be repeated; after a success, `mayGoOn` is false", async () => {
    const { call, signaling } = await hangUpInVain();
    await call.hangUp();
    expect(call.state).toMatchObject({ endReason: "completed", mayGoOn: false, error: null });
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
  });

  test("can be repeated as often as it fails", async () => {
    const { call, signaling } = await hangUpInVain();
    signaling.fail("hangUp", unreachable());
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(true);
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp", "hangUp"]);
  });

  test("leaves the call, so that its id is not dialled again", async () => {
    const { call, softphone, signaling, id } = await hangUpInVain();
    expect(softphone.dial({ to: "+525512345678", id })).toBe(call);
    expect(softphone.state.calls).toEqual([]);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("is sent once for two clicks", async () => {
    const { call, signaling } = await hangUpInVain();
    await Promise.all([call.hangUp(), call.hangUp()]);
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
  });

  test("is repeated when the server can be reached again, and otherwise never automatically", async () => {
    const { call, signaling, clock } = await hangUpInVain();
    signaling.setOnline(false);
    await clock.advance(600_000);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
    signaling.setOnline(true);
    await vi.waitFor(() => expect(call.state.mayGoOn).toBe(false));
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
    signaling.setOnline(true);
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
  });

  test("is settled when the row shows the end", async () => {
    const { call, signaling, id } = await hangUpInVain();
    expect(signaling.followed.get(id)).toBe("call");
    signaling.change(id, { status: "en_curso" });
    expect(call.state.mayGoOn).toBe(true);
    signaling.change(id, { status: "completada", end_reason: "completed" });
    expect(call.state).toMatchObject({ mayGoOn: false, error: null });
    expect(call.state.row?.status).toBe("completada");
    expect(signaling.followed.size).toBe(0);
  });

  test("makes the softphone follow the row for two minutes, and may be repeated afterwards", async () => {
    const { call, signaling, clock } = await hangUpInVain();
    await clock.advance(120_000);
    expect(signaling.followed.size).toBe(0);
    expect(call.state.mayGoOn).toBe(true);
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
  });

  test("does not replace the error of a call that failed before", async () => {
    const { call, signaling, connection, clock } = await dial("connecting");
    signaling.fail("hangUp", unreachable());
    connection().setState("failed");
    await clock.advance();
    expect(call.state).toMatchObject({ mayGoOn: true, error: { code: "service_failed" } });
    await call.hangUp();
    expect(call.state).toMatchObject({ mayGoOn: false, error: { code: "media_failed" } });
  });

  test("is settled if the call belongs to another agent", async () => {
    const { call, signaling } = await dial("connected");
    signaling.fail("hangUp", new SoftphoneError("forbidden"));
    await call.hangUp();
    expect(call.state).toMatchObject({ mayGoOn: false, error: { code: "forbidden" } });
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("does not prevent another call", async () => {
    const { call, softphone, clock, signaling } = await hangUpInVain();
    const next = softphone.dial({ to: "+5215500000003" });
    await clock.advance();
    expect(next.state.phase).toBe("dialing");
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
    expect(next.state.phase).toBe("dialing");
    expect(signaling.acts).toEqual(["dial", "hangUp", "dial", "hangUp"]);
  });
});

test("a refusal that fails can be repeated", async () => {
  const { softphone, signaling } = createTestSoftphone();
  signaling.ring();
  const [call] = softphone.state.calls;
  signaling.fail("reject", unreachable());
  await call?.reject();
  expect(call?.state).toMatchObject({ endReason: "rejected", mayGoOn: true });
  await call?.reject();
  expect(call?.state).toMatchObject({ mayGoOn: false, error: null });
  expect(signaling.acts).toEqual(["reject", "reject"]);
});

describe("every dial has a time limit", () => {
  /** Dials. After the dial, nothing more is reported. */
  async function dialAndWait(prepare: (bench: ReturnType<typeof createTestSoftphone>) => void) {
    const bench = createTestSoftphone();
    prepare(bench);
    const call = bench.softphone.dial({ to: "+5215500000002" });
    await bench.clock.advance();
    expect(call.state.phase).toBe("dialing");
    return { ...bench, call };
  }

  test("the call is hung up after 10 s if the provider's response is lost (202)", async () => {
    const { call, clock, signaling } = await dialAndWait((bench) =>
      bench.signaling.fail(
        "dial",
        new SoftphoneError("signaling_failed", { outcome: "ambiguous" }),
      ),
    );
    expect(call.state.error?.code).toBe("signaling_failed");
    signaling.change(call.id, { direction: "saliente" });
    await clock.advance(10_000);
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed", mayGoOn: false });
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("a hang-up that fails too can be repeated", async () => {
    const { call, clock } = await dialAndWait((bench) => {
      bench.signaling.fail("dial", unreachable());
      bench.signaling.fail("hangUp", unreachable());
    });
    await clock.advance(10_000);
    expect(call.state).toMatchObject({ phase: "ended", mayGoOn: true });
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
  });

  test("the call ends earlier if the row shows its end", async () => {
    const { call, clock, signaling } = await dialAndWait((bench) =>
      bench.signaling.fail("dial", unreachable()),
    );
    await clock.advance(5000);
    signaling.change(call.id, { direction: "saliente", status: "fallida", end_reason: "failed" });
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed", mayGoOn: false });
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("the limit is 40 s if the dial does not return", async () => {
    const { call, clock, signaling } = await dialAndWait((bench) => bench.signaling.hold("dial"));
    await clock.advance(39_999);
    expect(call.state.phase).toBe("dialing");
    await clock.advance(1);
    expect(call.state).toMatchObject({
      phase: "ended",
      endReason: "failed",
      error: { code: "dial_unanswered" },
    });
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("the limit is 40 s if WhatsApp's SDP answer is lost, even if the contact's phone rings", async () => {
    const { call, clock, signaling } = await dialAndWait(() => {});
    signaling.change(call.id, { ringing_at: answered_at });
    expect(call.state.phase).toBe("ringing");
    await clock.advance(40_000);
    expect(call.state.error?.message).toMatch(/WhatsApp did not respond/);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test.each([["dialing"], ["ringing"]] as const)(
    "the limit is 125 s, just above the server's limit, if the network is lost while %s",
    async (phase) => {
      const { call, clock, signaling } = await dialAndWait(() => {});
      signaling.change(
        call.id,
        phase === "ringing" ? { direction: "saliente", ringing_at: answered_at } : {},
        answer,
      );
      await clock.advance(124_999);
      expect(call.state.phase).toBe(phase);
      await clock.advance(1);
      expect(call.state).toMatchObject({ phase: "ended", endReason: "no_answer", error: null });
      expect(signaling.acts).toEqual(["dial", "hangUp"]);
    },
  );

  test("a connected call has no such limit", async () => {
    const { call, clock, signaling, connection } = await dialAndWait(() => {});
    signaling.change(call.id, {}, answer);
    connection().setState("connected");
    signaling.change(call.id, { answered_at, status: "en_curso" });
    await clock.advance(600_000);
    expect(call.state.phase).toBe("connected");
  });
});

test("a contact without a number is dialled by the user id", async () => {
  const { softphone, signaling, clock } = createTestSoftphone();
  const recipient = "MX.13491208655302741918";
  const call = softphone.dial({ recipient });
  expect(call.state.contactPhone).toBeNull();
  await clock.advance();
  expect(signaling.sent).toEqual([
    { act: "dial", id: call.id, sdp: expect.any(String), recipient },
  ]);
  expect(call.state.row).toMatchObject({ contact_phone: null, contact_user_id: recipient });
});
