import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createFakeLocks, createFakeStorage } from "../src/testing/createFakePage.ts";
import { createFakeSignaling } from "../src/testing/createFakeSignaling.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";

const answered_at = "2026-11-01T00:00:00.000Z";
const to = "+5215500000002";

describe("two tabs", () => {
  function openTabs(locks: ReturnType<typeof createFakeLocks> | null) {
    const signaling = createFakeSignaling();
    const tabs = [1, 2].map(() => createTestSoftphone({ signaling, locks }));
    const [first, second] = tabs;
    if (!first || !second) throw new Error("no tabs");
    return { signaling, first, second };
  }

  test("share one line: the second tab cannot dial or answer", async () => {
    const { signaling, first, second } = openTabs(createFakeLocks());
    const call = first.softphone.dial({ to });
    await first.clock.advance();
    const refused = second.softphone.dial({ to });
    await second.clock.advance();
    expect(refused.state).toMatchObject({ endReason: "failed", error: { code: "call_elsewhere" } });
    signaling.ring();
    const ringing = second.softphone.state.calls[0];
    await ringing?.answer();
    expect(ringing?.state).toMatchObject({ phase: "ringing", error: { code: "call_elsewhere" } });
    expect(second.media.microphones).toEqual([]);
    await call.hangUp();
    await first.clock.advance();
    const next = second.softphone.dial({ to });
    await second.clock.advance();
    expect(next.state.phase).toBe("dialing");
  });

  test("both ring; the tab that does not answer stops ringing", async () => {
    const { signaling, first, second } = openTabs(createFakeLocks());
    const id = signaling.ring();
    const [call, other] = [first, second].map(({ softphone }) => softphone.state.calls[0]);
    void call?.answer();
    await first.clock.advance();
    first.connection().setState("connected");
    await first.clock.advance();
    signaling.tell(id);
    expect(call?.state.phase).toBe("connected");
    expect(other?.state.endReason).toBe("answered_elsewhere");
  });

  test("each have a line if there are no Web Locks", async () => {
    const { first, second } = openTabs(null);
    first.softphone.dial({ to });
    const call = second.softphone.dial({ to });
    await first.clock.advance();
    expect(call.state.phase).toBe("dialing");
    second.softphone.dial({ to });
    await second.clock.advance();
    expect(second.softphone.state.lastEnded?.state.error?.code).toBe("call_busy");
  });

  test.each([
    ["line", "skale-calls:line"],
    ["call", "skale-calls:call:"],
  ])("cannot call if the lock of the %s fails, and the line stays free", async (_, failing) => {
    const locks = createFakeLocks();
    const { softphone, clock } = createTestSoftphone({ locks });
    const request = locks.request;
    locks.request = (name, ...rest) =>
      name.startsWith(failing)
        ? Promise.reject(new Error("no locks here"))
        : request(name, ...rest);
    const call = softphone.dial({ to });
    await clock.advance();
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed" });
    expect(locks.held.size).toBe(0);
    locks.request = request;
    const next = softphone.dial({ to });
    await clock.advance();
    expect(next.state.phase).toBe("dialing");
  });
});

describe("closing the tab", () => {
  test("hangs up a call, with a request that continues after the page has closed", async () => {
    const { softphone, signaling, page, clock, media } = createTestSoftphone();
    const call = softphone.dial({ to });
    await clock.advance();
    signaling.change(call.id, { answered_at, status: "en_curso" });
    page.close();
    expect(signaling.sent.at(-1)).toEqual({ act: "hangUp", id: call.id, keepalive: true });
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });

  test("does not end a ringing call", async () => {
    const { softphone, signaling, page } = createTestSoftphone();
    signaling.ring();
    page.close();
    expect(signaling.acts).toEqual([]);
    expect(softphone.state.calls).toHaveLength(1);
  });

  test("does not hang up a call that is not dialled or accepted yet", async () => {
    const { softphone, signaling, page, clock, media } = createTestSoftphone();
    signaling.ring();
    void softphone.state.calls[0]?.answer();
    await clock.advance();
    page.close();
    expect(signaling.acts).toEqual(["preAccept"]);
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });
});

describe("the next load of a tab", () => {
  /** A tab that crashes during a call. */
  async function die() {
    const [storage, signaling] = [createFakeStorage(), createFakeSignaling()];
    const { softphone, clock } = createTestSoftphone({ storage, signaling });
    const call = softphone.dial({ to });
    await clock.advance();
    return { storage, signaling, id: call.id };
  }

  test("ends the call of the previous page", async () => {
    const { storage, signaling, id } = await die();
    const { clock } = createTestSoftphone({ storage, signaling });
    await clock.advance();
    expect(signaling.sent.at(-1)).toEqual({ act: "hangUp", id });
    createTestSoftphone({ storage, signaling });
    await clock.advance();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("ends a call that the previous page had answered", async () => {
    const [storage, signaling] = [createFakeStorage(), createFakeSignaling()];
    const { softphone, clock, connection } = createTestSoftphone({ storage, signaling });
    const id = signaling.ring();
    void softphone.state.calls[0]?.answer();
    await clock.advance();
    expect(storage.getItem("skale-calls:live")).toBeNull();
    connection().setState("connected");
    await clock.advance();
    createTestSoftphone({ storage, signaling });
    await clock.advance();
    expect(signaling.sent.at(-1)).toEqual({ act: "hangUp", id });
  });

  test.each(["call_ended", "call_not_found", "forbidden"] as const)(
    "causes no error when there is nothing to end: %s",
    async (code) => {
      const { storage, signaling } = await die();
      signaling.fail("hangUp", new SoftphoneError(code));
      const { clock } = createTestSoftphone({ storage, signaling });
      await clock.advance();
      expect(storage.getItem("skale-calls:live")).toBeNull();
    },
  );

  test("reports a hang-up that fails, and repeats it at the following load", async () => {
    const { storage, signaling, id } = await die();
    signaling.fail("hangUp", new SoftphoneError("service_failed", { outcome: "ambiguous" }));
    const { softphone, clock } = createTestSoftphone({ storage, signaling });
    const errors: unknown[] = [];
    softphone.on("error", ({ error, call }) => errors.push([error.code, call]));
    await clock.advance();
    expect(errors).toEqual([["service_failed", null]]);
    expect(storage.getItem("skale-calls:live")).toBe(id);
  });

  test("does not end a call that another tab holds, as after the tab is duplicated", async () => {
    const [storage, locks, signaling] = [
      createFakeStorage(),
      createFakeLocks(),
      createFakeSignaling(),
    ];
    const first = createTestSoftphone({ storage, locks, signaling });
    const call = first.softphone.dial({ to });
    await first.clock.advance();
    const second = createTestSoftphone({ storage, locks, signaling });
    await second.clock.advance(10_000);
    expect(signaling.acts).toEqual(["dial"]);
    expect(call.state.phase).toBe("dialing");
  });

  test("waits briefly for the previous page to release its call", async () => {
    const [storage, locks, signaling] = [
      createFakeStorage(),
      createFakeLocks(),
      createFakeSignaling(),
    ];
    let letGo = () => {};
    const id = "c0000000-0000-4000-8000-0000000000aa";
    storage.setItem("skale-calls:live", id);
    signaling.change(id, {});
    const held = locks.request(`skale-calls:call:${id}`, {}, () => {
      return new Promise<void>((resolve) => {
        letGo = resolve;
      });
    });
    const { clock } = createTestSoftphone({ storage, locks, signaling });
    await clock.advance(1000);
    expect(signaling.acts).toEqual([]);
    letGo();
    await held;
    await clock.advance();
    expect(signaling.acts).toEqual(["hangUp"]);
  });

  test.each([
    ["hung up", async (call: { hangUp(): Promise<void> }) => call.hangUp()],
    ["ended by the far end", async () => {}],
  ])("has nothing to end of a call that was %s", async (name, end) => {
    const [storage, signaling] = [createFakeStorage(), createFakeSignaling()];
    const { softphone, clock } = createTestSoftphone({ storage, signaling });
    const call = softphone.dial({ to });
    await clock.advance();
    expect(storage.getItem("skale-calls:live")).toBe(call.id);
    await end(call);
    if (name !== "hung up") signaling.change(call.id, { status: "completada" });
    expect(storage.getItem("skale-calls:live")).toBeNull();
  });

  test("a call that fails to be accepted is not remembered", async () => {
    const [storage, signaling] = [createFakeStorage(), createFakeSignaling()];
    const { softphone, clock, connection } = createTestSoftphone({ storage, signaling });
    signaling.ring();
    signaling.fail("accept", new SoftphoneError("invalid_sdp"));
    void softphone.state.calls[0]?.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
    expect(softphone.state.calls[0]?.state.phase).toBe("ringing");
    expect(storage.getItem("skale-calls:live")).toBeNull();
  });
});

describe("the softphone's state", () => {
  test("has all calls, the agent's own call and the last ended call", async () => {
    const { softphone, signaling, clock } = createTestSoftphone();
    const states: string[] = [];
    softphone.on("state", ({ calls, current, lastEnded }) =>
      states.push(
        `${calls.map((call) => call.state.phase).join("+")} ${current?.state.phase ?? "-"} ${lastEnded?.state.endReason ?? "-"}`,
      ),
    );
    const id = signaling.ring();
    const call = softphone.dial({ to });
    await clock.advance();
    await call.hangUp();
    signaling.change(id, { status: "no_contestada", end_reason: "missed" });
    expect(states).toEqual([
      "ringing - -",
      "ringing+requesting_microphone requesting_microphone -",
      "ringing+dialing dialing -",
      "ringing - cancelled",
      " - missed",
    ]);
  });

  test("stays the same object while no phase changes", async () => {
    const { softphone, signaling } = createTestSoftphone();
    const id = signaling.ring();
    const before = softphone.state;
    signaling.change(id, { contact_name: "Ana" });
    softphone.state.calls[0]?.mute();
    expect(softphone.state).toBe(before);
  });

  test("says whether the server can be reached", () => {
    const { softphone, signaling } = createTestSoftphone();
    signaling.setOnline(false);
    expect(softphone.state.isOnline).toBe(false);
    signaling.setOnline(true);
    expect(softphone.state.isOnline).toBe(true);
  });

  test("closing hangs up and ends all subscriptions", async () => {
    const { softphone, signaling, clock, page } = createTestSoftphone();
    softphone.dial({ to });
    await clock.advance();
    await softphone.close();
    signaling.ring();
    page.close();
    expect(softphone.state.calls).toEqual([]);
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });
});
