import type { CallRow } from "@skale-calls/core";
import { asSoftphoneError, overCodes, passOver } from "../errors/meanings.ts";
import type { SoftphoneError } from "../errors/softphoneError.ts";
import { createQueue } from "../lib/createQueue.ts";
import { type CallDeps, createCallCore } from "./createCallCore.ts";
import { createManagedCall, type ManagedCall } from "./managedCall.ts";

/** Creates a call that rings here. `offer` is WhatsApp's SDP offer. */
export function createIncomingCall(deps: CallDeps, row: CallRow, offer: string): ManagedCall {
  const { signaling, clock, timings, live } = deps;
  const { id } = row;
  // Requests for this call are sent one after another. For example, a hang-up waits until the accept has returned.
  const inOrder = createQueue();
  /** The state of our accept request. `unclear`: no response shows whether it took effect. */
  let accept: "none" | "sent" | "unclear" | "done" = "none";
  let isClaimed = false;
  let agentId: string | null = null;

  const core = createCallCore(deps, { id, direction: "entrante", row }, () => ({
    onNoConnection(error) {
      if (accept === "none") failAnswer(error);
      else
        void core.finishAndTell(
          "failed",
          accept === "unclear" ? (core.state.error ?? error) : error,
        );
    },
    onQuality() {},
    onAnswered({ user_id }) {
      const isOurs = accept !== "none" && (agentId === null || user_id === agentId);
      if (isOurs) pickUp();
      else core.finish("answered_elsewhere");
    },
    tellEnd: () =>
      inOrder(() => (accept === "none" ? refuse() : signaling.hangUp(id).catch(passOver))),
  }));

  /** Answers the call. Opens the microphone first, so that an agent without a microphone claims no call. */
  async function answer(): Promise<void> {
    if (core.state.phase !== "ringing") return;
    const attempt = core.startAttempt();
    core.apply({ type: "answer" });
    try {
      const leg = await core.openLeg(attempt);
      const sdp = await attempt.keep(leg.createAnswer(offer));
      attempt.onClose(clock.after(timings.preAccept, leg.connect));
      const claimed = await attempt.keep(inOrder(() => preAccept(sdp)));
      isClaimed = true;
      agentId = claimed.claimed_by;
      await leg.connect();
      await attempt.keep(leg.connected);
      live.set(id, true);
      attempt.follow(signaling.follow(id, "call"));
      core.readRow(await attempt.keep(sendAccept(sdp)));
      pickUp();
    } catch (cause) {
      if (attempt.isClosed) return;
      const error = asSoftphoneError(cause);
      // The row will show whether an unclear accept took effect. If it shows nothing, the time limit ends the call.
      if (accept === "unclear") core.complain(error);
      else failAnswer(error);
    }
  }

  /**
   * The pre-accept claims the call too. If its result is unclear, the claim tells whether the call is ours; whether the
   * pre-accept took effect, the audio will show.
   */
  async function preAccept(sdp: string): Promise<CallRow> {
    try {
      return await signaling.preAccept(id, sdp);
    } catch (error) {
      if (asSoftphoneError(error).outcome !== "ambiguous") throw error;
      return signaling.claim(id, sdp);
    }
  }

  async function sendAccept(sdp: string): Promise<CallRow> {
    accept = "sent";
    try {
      const accepted = await inOrder(() => signaling.accept(id, sdp));
      accept = "done";
      return accepted;
    } catch (error) {
      accept = asSoftphoneError(error).outcome === "ambiguous" ? "unclear" : "none";
      throw error;
    }
  }

  function pickUp(): void {
    if (core.state.answeredAt !== null) return;
    core.pickUp();
    core.leg?.send().catch(core.warn);
  }

  /** Lets the call ring again, unless it is over. */
  function failAnswer(error: SoftphoneError): void {
    live.set(id, false);
    core.closeAttempt();
    if (overCodes.has(error.code)) core.finish("missed", error);
    else core.failAnswer(error);
  }

  async function refuse(): Promise<void> {
    try {
      await signaling.reject(id);
    } catch (error) {
      // Our own claim blocks the refusal. When the claim expires, the call rings for the other agents.
      if (isClaimed && asSoftphoneError(error).code === "already_claimed") return;
      passOver(error);
    }
  }

  async function reject(): Promise<void> {
    if (core.state.answeredAt === null) await core.finishAndTell("rejected");
  }

  core.apply({ type: "ring" });
  return createManagedCall(deps, core, {
    answer,
    reject,
    hangUp: () => (core.state.answeredAt === null ? reject() : core.finishAndTell("completed")),
    take({ call, session }) {
      if (call) core.readRow(call);
      const isGone = call === null || session === null;
      if (isGone && core.state.phase === "ringing") core.finish("missed");
    },
    isAtWhatsapp: () => accept !== "none",
  });
}
