import { SoftphoneError } from "../errors/softphoneError.ts";
import type { CreatePeerConnection } from "./peerConnection.ts";

/** @throws SoftphoneError `webrtc_unavailable`. */
export const browserPeerConnection: CreatePeerConnection = (configuration) => {
  if (typeof RTCPeerConnection !== "function") throw new SoftphoneError("webrtc_unavailable");
  return new RTCPeerConnection({ ...configuration, bundlePolicy: "max-bundle" });
};
