import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createFakeLocks, createFakeStorage } from "../src/testing/createFakePage.ts";
import { createFakeSignaling } from "../src/testing/createFakeSignaling.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaOffer } from "../src/testing/sdpSamples.ts";

/** Two tabs of one agent. A call rings in both. */
function ringInTabs() {
  const signaling = createFakeSignaling();
  const shared = { signaling, locks: createFakeLocks(), sharedStorage: createFakeStorage() };
  const [first, second] = [createTestSoftphone(shared), createTestSoftphone(shared)];
  const id = signaling.ring();
  const call = first.softphone.state.calls[0];
  const sibling = second.softphone.state.calls[0];
  if (!call || !sibling) throw new Error("The call does not ring.");
  return { ...first, shared, second, id, call, sibling };
}

describe("a call that is dismissed", () => {
  test("still rings for the others: no request is sent, and the call stays in the list", () => {
    const { softphone, signaling, call } = ringInTabs();
    const states: boolean[] = [];
    softphone.on("state", ({ calls }) => states.push(calls[0]?.state.isDismissed ?? false));
    call.dismiss();
    expect(signaling.acts).toEqual([]);
    expect(call.state).toMatchObject({ phase: "ringing", isDismissed: true, endReason: null });
    expect(softphone.state).toMatchObject({ calls: [call], current: null });
    expect(states).toEqual([true]);
  });

  test("stops ringing in all tabs of the agent, including those opened or reloaded later", () => {
    const { call, sibling, second, shared, id, signaling } = ringInTabs();
    call.dismiss();
    second.page.share();
    expect(sibling.state.isDismissed).toBe(true);
    const third = createTestSoftphone(shared);
    const incoming: string[] = [];
    third.softphone.on("incoming", (ringing) => incoming.push(ringing.id));
    signaling.tell(id, { type: "offer", sdp: metaOffer });
    expect(third.softphone.state.calls[0]?.state).toMatchObject({
      phase: "ringing",
      isDismissed: true,
    });
    expect(incoming).toEqual([]);
  });

  test("rings again when the agent cancels the dismissal", () => {
    const { call, sibling, second } = ringInTabs();
    call.dismiss();
    second.page.share();
    call.dismiss(false);
    second.page.share();
    expect([call.state.isDismissed, sibling.state.isDismissed]).toEqual([false, false]);
  });

  test("may still be answered", async () => {
    const { call, signaling, clock, connection } = ringInTabs();
    call.dismiss();
    void call.answer();
    await clock.advance();
    expect(call.state).toMatchObject({ phase: "connecting", isDismissed: false });
    connection().setState("connected");
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(["preAccept", "accept"]);
  });

  test("may still be refused for everyone", async () => {
    const { call, sibling, second, signaling, id } = ringInTabs();
    call.dismiss();
    await call.reject();
    signaling.tell(id, null);
    expect(signaling.acts).toEqual(["reject"]);
    expect([call.state.endReason, sibling.state.endReason]).toEqual(["rejected", "rejected"]);
    expect(second.softphone.state.calls).toEqual([]);
  });

  test("ends when another agent answers it or the contact hangs up", () => {
    const { call, signaling, softphone, id } = ringInTabs();
    call.dismiss();
    signaling.change(id, { status: "no_contestada", end_reason: "missed" }, null);
    expect(call.state.endReason).toBe("missed");
    expect(softphone.state.calls).toEqual([]);
  });

  test("reports an answer that fails, and then rings again", async () => {
    const { call, media, clock } = ringInTabs();
    call.dismiss();
    media.microphoneError = new SoftphoneError("microphone_busy");
    await call.answer();
    await clock.advance();
    expect(call.state).toMatchObject({
      phase: "ringing",
      isDismissed: false,
      error: { code: "microphone_busy" },
    });
  });

  test("may be a second call, which rings during a conversation", async () => {
    const { softphone, signaling, call, clock, connection } = ringInTabs();
    void call.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
    const id = signaling.ring();
    const second = softphone.state.calls.find((ringing) => ringing.id === id);
    second?.dismiss();
    expect(second?.state.isDismissed).toBe(true);
    expect(softphone.state.current).toBe(call);
    expect(signaling.acts).toEqual(["preAccept", "accept"]);
  });

  test("is dismissed only in this tab if there is no shared storage", () => {
    const { softphone, signaling, page } = createTestSoftphone({ sharedStorage: null });
    signaling.ring();
    softphone.state.calls[0]?.dismiss();
    page.share();
    expect(softphone.state.calls[0]?.state.isDismissed).toBe(true);
  });
});

test("only a ringing call can be dismissed", async () => {
  const { softphone, clock } = createTestSoftphone();
  const call = softphone.dial({ to: "+5215500000002" });
  await clock.advance();
  const before = call.state;
  call.dismiss();
  expect(call.state).toBe(before);
});

test("the last twenty dismissals are remembered", () => {
  const sharedStorage = createFakeStorage();
  const { softphone, signaling } = createTestSoftphone({ sharedStorage });
  for (let count = 0; count < 25; count += 1) signaling.ring();
  for (const call of softphone.state.calls) call.dismiss();
  const again = createTestSoftphone({ sharedStorage, signaling });
  const dismissed = again.softphone.state.calls.map(({ state }) => state.isDismissed);
  expect(dismissed.filter(Boolean)).toHaveLength(20);
  expect(dismissed.lastIndexOf(false)).toBe(4);
});
