import type { CallRow, DialRequest } from "@skale-calls/core";
import { asSoftphoneError, passOver } from "../errors/meanings.ts";
import { SoftphoneError } from "../errors/softphoneError.ts";
import { isHeard } from "./callQuality.ts";
import { type CallDeps, createCallCore } from "./createCallCore.ts";
import { createManagedCall, type ManagedCall } from "./managedCall.ts";

/** Creates an outgoing call and dials immediately. */
export function createOutgoingCall(deps: CallDeps, request: Omit<DialRequest, "sdp">): ManagedCall {
  const { signaling, clock, timings, live } = deps;
  const { id, to = null } = request;
  /** The result of the dial request; undefined before the request is sent. */
  let dialling: Promise<CallRow> | undefined;
  let hasAnswer = false;

  const core = createCallCore(deps, { id, direction: "saliente", contactPhone: to }, () => ({
    onNoConnection: (error) => void core.finishAndTell("failed", error),
    onQuality(quality) {
      if (isHeard(quality)) core.pickUp();
    },
    onAnswered: () => core.pickUp(),
    tellEnd,
  }));

  async function dial(): Promise<void> {
    const attempt = core.startAttempt();
    core.apply({ type: "dial" });
    try {
      const leg = await core.openLeg(attempt);
      const sdp = await attempt.keep(leg.createOffer());
      // The subscription starts before the dial, because the SDP answer may arrive before the dial's HTTP response.
      attempt.follow(signaling.follow(id, "dial"));
      live.set(id, true);
      attempt.onClose(
        clock.after(timings.dialling, () => endUnheard(new SoftphoneError("dial_unanswered"))),
      );
      attempt.onClose(clock.after(timings.unanswered, endUnanswered));
      dialling = signaling.dial({ ...request, sdp });
      core.readRow(await attempt.keep(dialling));
    } catch (cause) {
      if (attempt.isClosed) return;
      const error = asSoftphoneError(cause);
      if (error.outcome === "rejected") {
        live.set(id, false);
        return core.finish("failed", error);
      }
      core.complain(error);
      attempt.onClose(clock.after(timings.unclear, () => endUnheard(error)));
    }
  }

  /** Ends the call if no SDP answer has arrived, so that the contact does not pick up a call without audio. */
  function endUnheard(error: SoftphoneError): void {
    if (!hasAnswer) void core.finishAndTell("failed", error);
  }

  function endUnanswered(): void {
    if (core.state.answeredAt === null) void core.finishAndTell("no_answer");
  }

  async function applyAnswer(sdp: string): Promise<void> {
    // Only the first SDP answer is applied, because WhatsApp does not renegotiate.
    if (hasAnswer || !core.leg) return;
    hasAnswer = true;
    try {
      await core.leg.applyAnswer(sdp);
    } catch (error) {
      await core.finishAndTell("failed", asSoftphoneError(error));
    }
  }

  /** Hangs up without waiting for the dial's response. If the row does not exist yet, hangs up again after the response. */
  async function tellEnd(): Promise<void> {
    if (!dialling) return;
    let isThere = true;
    await signaling.hangUp(id).catch((error: unknown) => {
      passOver(error);
      isThere = asSoftphoneError(error).code !== "call_not_found";
    });
    if (isThere) return;
    const isRefused = await dialling.then(
      () => false,
      (error: unknown) => asSoftphoneError(error).outcome === "rejected",
    );
    if (!isRefused) await signaling.hangUp(id).catch(passOver);
  }

  function hangUp(): Promise<void> {
    return core.finishAndTell(core.state.answeredAt === null ? "cancelled" : "completed");
  }

  void dial();
  return createManagedCall(deps, core, {
    async answer() {},
    async reject() {},
    hangUp,
    take({ call, session }) {
      if (call?.ringing_at) core.apply({ type: "ring" });
      if (call) core.readRow(call);
      if (session?.type === "answer") void applyAnswer(session.sdp);
    },
    isAtWhatsapp: () => dialling !== undefined,
  });
}
