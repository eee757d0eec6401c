import type { CallRow } from "@skale-calls/core";
import { asSoftphoneError, overCodes, passOver } from "../errors/meanings.ts";
import type { SoftphoneError } from "../errors/softphoneError.ts";
import { createQueue } from "../lib/createQueue.ts";
import { type CallDeps, createCallCore } from "./createCallCore.ts";
import { createManagedCall, type ManagedCall } from "./managedCall.ts";

/** A call that rings here, with WhatsApp's offer. */
export function createIncomingCall(deps: CallDeps, row: CallRow, offer: string): ManagedCall {
  const { signaling, memory } = deps;
  const { id } = row;
  // What the server is told of this call, in order: a hang-up waits for an accept that is under way.
  const inOrder = createQueue();
  /** How far our accept has come; `unclear`: its answer did not come. */
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

  /** Microphone first, so that a call is claimed by nobody who cannot speak. */
  async function answer(): Promise<void> {
    if (core.state.phase !== "ringing") return;
    const attempt = core.startAttempt();
    core.apply({ type: "answer" });
    try {
      const leg = await core.openLeg(attempt);
      const sdp = await attempt.keep(leg.createAnswer(offer));
      const claimed = await attempt.keep(inOrder(() => signaling.claim(id, sdp)));
      isClaimed = true;
      agentId = claimed.claimed_by;
      await attempt.keep(inOrder(() => signaling.preAccept(id, sdp)).catch(passUnclear));
      await attempt.keep(leg.connected);
      memory.remember(id);
      attempt.follow(signaling.follow(id, "call"));
      core.readRow(await attempt.keep(sendAccept(sdp)));
      pickUp();
    } catch (cause) {
      if (attempt.isClosed) return;
      const error = asSoftphoneError(cause);
      // An accept that may have happened is told by its row, or ended by the deadline.
      if (accept === "unclear") core.complain(error);
      else failAnswer(error);
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

  /** Whether an unclear pre-accept took effect is shown by the audio. */
  function passUnclear(error: unknown): void {
    if (asSoftphoneError(error).outcome !== "ambiguous") throw error;
  }

  function pickUp(): void {
    if (core.state.answeredAt !== null) return;
    core.pickUp();
    core.leg?.send().catch(core.warn);
  }

  /** The call rings on, here and elsewhere, unless it is over. */
  function failAnswer(error: SoftphoneError): void {
    memory.forget(id);
    core.closeAttempt();
    if (overCodes.has(error.code)) core.finish("missed", error);
    else core.failAnswer(error);
  }

  async function refuse(): Promise<void> {
    try {
      await signaling.reject(id);
    } catch (error) {
      // Our own claim stands in the way of a refusal, and lapses by itself: the call rings on elsewhere.
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
