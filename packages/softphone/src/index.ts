// The phone.

export {
  createSoftphone,
  type DialParams,
  type Softphone,
  type SoftphoneEvents,
  type SoftphoneState,
} from "./createSoftphone.ts";
export type { PageEvents, SoftphoneOptions } from "./softphoneOptions.ts";

// A call.

export type { CallQuality } from "./call/callQuality.ts";
export {
  type CallEndReason,
  type CallPhase,
  type CallState,
  callPhases,
} from "./call/callState.ts";
export { type RatedQuality, type Rating, rateQuality } from "./call/rateQuality.ts";
export type { CallEvents, SoftphoneCall } from "./call/softphoneCall.ts";
export type { Timings } from "./call/timings.ts";

// Errors and the diagnosis.

export type { Check, CheckName, Diagnosis, Sentence } from "./diagnose/diagnose.ts";
export {
  isSoftphoneError,
  SoftphoneError,
  type SoftphoneErrorCode,
  type SoftphoneErrorOptions,
} from "./errors/softphoneError.ts";

// The browser's functions as small interfaces.

export type { IceServer, IceServerList } from "@skale-calls/core";
export type { Clock } from "./lib/clock.ts";
export type { AudioDevice, LevelMeter, Media, Speaker } from "./media/media.ts";
export type { LocksLike } from "./page/createLine.ts";
export type { StorageLike } from "./page/createStoredIds.ts";
export type {
  CreatePeerConnection,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
  StatsReport,
} from "./peer/peerConnection.ts";
export type { MediaStats } from "./peer/readStats.ts";

// SDPs in the form that WhatsApp accepts, for your own peer connections.

export { fitAnswerToWhatsapp, fitToWhatsapp } from "./sdp/fitToWhatsapp.ts";
