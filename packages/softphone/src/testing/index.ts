export * from "./createFakeClock.ts";
export {
  createFakeMedia,
  createFakeTrack,
  type FakeMedia,
  type FakeTrack,
} from "./createFakeMedia.ts";
export * from "./createFakePage.ts";
export * from "./createFakePeer.ts";
export * from "./createFakeSignaling.ts";
export * from "./createTestSoftphone.ts";
export * from "./sdpSamples.ts";
