import type { RemoteCall } from "@skale-calls/core";
import { SoftphoneError } from "../errors/softphoneError.ts";
import type { CallCore, CallDeps } from "./createCallCore.ts";
import type { SoftphoneCall } from "./softphoneCall.ts";

/** A call with the functions that only the softphone calls. */
export interface ManagedCall extends SoftphoneCall {
  /** Takes the call's row and SDP as the server reports them. */
  take(remote: RemoteCall): void;
  /** Called when the page closes. */
  leave(): void;
}

/** The acts that incoming and outgoing calls implement differently. */
type Acts = Pick<ManagedCall, "answer" | "reject" | "hangUp" | "take"> & {
  /** True if WhatsApp may have connected this call with us. */
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
      // A closing page cannot wait for the result. If the call has not ended, the next load of the page ends it.
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
