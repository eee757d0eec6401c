import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { answer, answered_at, dial } from "./dialBench.ts";

const unreachable = () => new SoftphoneError("service_unreachable", { outcome: "ambiguous" });

describe("a hang-up that fails", () => {
  async function hangUpInVain() {
    const bench = await dial("connected");
    bench.signaling.fail("hangUp", unreachable());
    await bench.call.hangUp();
    expect(bench.call.state).toMatchObject({
      phase: "ended",
      endReason: "completed",
      mayGoOn: true,
      error: { code: "service_unreachable" },
    });
    return bench;
  }

  test("can be repeated, and is known to be over then", async () => {
    const { call, signaling } = await hangUpInVain();
    await call.hangUp();
    expect(call.state).toMatchObject({ endReason: "completed", mayGoOn: false, error: null });
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
  });

  test("as often as it fails", async () => {
    const { call, signaling } = await hangUpInVain();
    signaling.fail("hangUp", unreachable());
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(true);
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp", "hangUp"]);
  });

  test("two clicks are one", async () => {
    const { call, signaling } = await hangUpInVain();
    await Promise.all([call.hangUp(), call.hangUp()]);
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
  });

  test("is never repeated by itself", async () => {
    const { signaling, clock } = await hangUpInVain();
    await clock.advance(600_000);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("is settled by the row", async () => {
    const { call, signaling, id } = await hangUpInVain();
    expect(signaling.followed.get(id)).toBe("call");
    signaling.change(id, { status: "en_curso" });
    expect(call.state.mayGoOn).toBe(true);
    signaling.change(id, { status: "completada", end_reason: "completed" });
    expect(call.state).toMatchObject({ mayGoOn: false, error: null });
    expect(call.state.row?.status).toBe("completada");
    expect(signaling.followed.size).toBe(0);
  });

  test("is followed for two minutes, and may be repeated afterwards", async () => {
    const { call, signaling, clock } = await hangUpInVain();
    await clock.advance(120_000);
    expect(signaling.followed.size).toBe(0);
    expect(call.state.mayGoOn).toBe(true);
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
  });

  test("leaves the reason of the end when it is known: it failed before", async () => {
    const { call, signaling, connection, clock } = await dial("connecting");
    signaling.fail("hangUp", unreachable());
    connection().setState("failed");
    await clock.advance();
    expect(call.state).toMatchObject({ mayGoOn: true, error: { code: "service_unreachable" } });
    await call.hangUp();
    expect(call.state).toMatchObject({ mayGoOn: false, error: { code: "media_failed" } });
  });

  test("of another agent's call is none of ours", async () => {
    const { call, signaling } = await dial("connected");
    signaling.fail("hangUp", new SoftphoneError("forbidden"));
    await call.hangUp();
    expect(call.state).toMatchObject({ mayGoOn: false, error: { code: "forbidden" } });
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("lets the agent make another call meanwhile", async () => {
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

describe("no call is dialled for ever", () => {
  /** A dial whose answer came, and of which nothing more is heard. */
  async function dialAndWait(prepare: (bench: ReturnType<typeof createTestSoftphone>) => void) {
    const bench = createTestSoftphone();
    prepare(bench);
    const call = bench.softphone.dial({ to: "+5215500000002" });
    await bench.clock.advance();
    expect(call.state.phase).toBe("dialing");
    return { ...bench, call };
  }

  test("the provider's answer is lost (202): 10 s, then it is hung up", async () => {
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

  test("and where that fails too, it is offered again", async () => {
    const { call, clock } = await dialAndWait((bench) => {
      bench.signaling.fail("dial", unreachable());
      bench.signaling.fail("hangUp", unreachable());
    });
    await clock.advance(10_000);
    expect(call.state).toMatchObject({ phase: "ended", mayGoOn: true });
    await call.hangUp();
    expect(call.state.mayGoOn).toBe(false);
  });

  test("it follows its row meanwhile", async () => {
    const { call, clock, signaling } = await dialAndWait((bench) =>
      bench.signaling.fail("dial", unreachable()),
    );
    await clock.advance(5000);
    signaling.change(call.id, { direction: "saliente", status: "fallida", end_reason: "failed" });
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed", mayGoOn: false });
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("the dial itself never comes back: 40 s", async () => {
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

  test("WhatsApp's SDP answer is lost: 40 s, however it rings", async () => {
    const { call, clock, signaling } = await dialAndWait(() => {});
    signaling.change(call.id, { ringing_at: answered_at });
    expect(call.state.phase).toBe("ringing");
    await clock.advance(40_000);
    expect(call.state.error?.message).toMatch(/WhatsApp did not respond/);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test.each([["dialing"], ["ringing"]] as const)(
    "the network is gone while %s: no longer than the server lets it ring",
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

  test("a call that is talked has no such end", async () => {
    const { call, clock, signaling, connection } = await dialAndWait(() => {});
    signaling.change(call.id, {}, answer);
    connection().setState("connected");
    signaling.change(call.id, { answered_at, status: "en_curso" });
    await clock.advance(600_000);
    expect(call.state.phase).toBe("connected");
  });
});

test("a contact without a number is called by the user's id", async () => {
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
