// The simulator.

export type { MetaOptions } from "./meta/metaOptions.ts";
export type { SimulatorOptions } from "./simulatorOptions.ts";
export { type Simulator, startSimulator } from "./startSimulator.ts";

// Its reports about calls, webhooks and media.

export type { BusinessNumber, CallExtras, CallView, Provider } from "./calls/calls.ts";
export type { Delivery, DeliveryAttempt } from "./delivery/deliveries.ts";
export type { MediaAsset } from "./media/media.ts";
export type { Tape } from "./recording/createTape.ts";
export type { TranscriptSegment } from "./recording/writeTranscript.ts";

// The WhatsApp user's end of the media.

export type { CreateFarEnd, FarEnd, FarEndOptions, MediaReport, Voice } from "./media/farEnd.ts";
export type { MediaOptions } from "./voice/loadVoiceFarEnd.ts";

// The clock, which tests can replace.

export type { Clock } from "./lib/clock.ts";
