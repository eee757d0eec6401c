export type { BusinessNumber, CallView } from "./calls.ts";
export type { Clock } from "./clock.ts";
export type { Delivery, DeliveryAttempt } from "./deliveries.ts";
export type { CreateFarEnd, FarEnd, FarEndOptions, MediaReport, Voice } from "./farEnd.ts";
export type { SimulatorOptions } from "./simulatorOptions.ts";
export { type Simulator, startSimulator } from "./startSimulator.ts";
export type { MediaOptions } from "./voice/loadVoiceFarEnd.ts";
