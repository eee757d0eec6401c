export type { CallQuality } from "./call/callQuality.ts";
export {
  type CallEndReason,
  type CallPhase,
  type CallState,
  callPhases,
} from "./call/callState.ts";
export * from "./call/rateQuality.ts";
export type { CallEvents, SoftphoneCall } from "./call/softphoneCall.ts";
export type { Timings } from "./call/timings.ts";
export * from "./createSoftphone.ts";
export type { Check, CheckName, Diagnosis } from "./diagnose/diagnose.ts";
export type { Sentence } from "./errors/sentences.ts";
export * from "./errors/softphoneError.ts";
export type { Clock } from "./lib/clock.ts";
export type { AudioDevice, LevelMeter, Media, Speaker } from "./media/media.ts";
export type { LocksLike } from "./page/createLine.ts";
export type { StorageLike } from "./page/liveCallMemory.ts";
export type {
  CreatePeerConnection,
  IceServer,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
  StatsReport,
} from "./peer/peerConnection.ts";
export type { MediaStats } from "./peer/readStats.ts";
export * from "./sdp/fitToWhatsapp.ts";
export * from "./signaling/createSupabaseSignaling.ts";
export type { CallFeed, Intervals } from "./signaling/followCalls.ts";
export type {
  CallRow,
  CallSession,
  DialRequest,
  RemoteCall,
  Signaling,
  SignalingListener,
} from "./signaling/signaling.ts";
export type { PageLike, SoftphoneOptions } from "./softphoneOptions.ts";
