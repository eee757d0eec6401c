import type { RemoteCall } from "@skale-calls/core";
import { SoftphoneError } from "../errors/softphoneError.ts";
import type { CallCore, CallDeps } from "./createCallCore.ts";
import type { SoftphoneCall } from "./softphoneCall.ts";

/** What the softphone does with a call and its user does not. */
export interface ManagedCall extends SoftphoneCall {
  /** What was read of the call. */
  take(remote: RemoteCall): void;
  /** The page is closing. */
  leave(): void;
}

/** What each direction does its own way. */
type Acts = Pick<ManagedCall, "answer" | "reject" | "hangUp" | "take"> & {
  /** Whether WhatsApp may have this call connected with us. */
  isAtWhatsapp(): boolean;
};

export function createManagedCall(
  { signaling, devices }: CallDeps,
  core: CallCore,
  { isAtWhatsapp, ...acts }: Acts,
): ManagedCall {
  return {
    id: core.id,
    get state() {
      return core.state;
    },
    get quality() {
      return core.quality;
    },
    on: core.on,
    ...acts,
    leave() {
      if (core.state.phase === "ended") return;
      core.finish(core.state.answeredAt === null ? "cancelled" : "completed");
      // Nobody is here to hear what comes of it: the next load looks after the call.
      if (isAtWhatsapp()) signaling.hangUp(core.id, { keepalive: true }).catch(() => {});
    },
    dismiss(isDismissed = true) {
      core.apply({ type: "dismissed", isDismissed });
    },
    mute(isMuted = true) {
      core.apply({ type: "muted", isMuted });
      if (core.state.answeredAt !== null) core.leg?.setAudible(!isMuted);
    },
    sendDtmf(tones, { durationMs = 100, gapMs = 70 } = {}) {
      if (core.state.phase !== "connected") throw new SoftphoneError("invalid_state");
      if (!core.leg?.sendDtmf(tones, { durationMs, gapMs })) {
        throw new SoftphoneError("dtmf_unavailable");
      }
    },
    async setInputDevice(deviceId) {
      await core.replaceMicrophone(deviceId);
      devices.input = deviceId;
    },
    async setOutputDevice(deviceId) {
      await core.leg?.setOutputDevice(deviceId);
      devices.output = deviceId;
    },
  };
}
