// A whole softphone that uses fakes.

export { createTestSoftphone, type TestSoftphone } from "./createTestSoftphone.ts";

// Single fakes.

export { createFakeClock, type FakeClock } from "./createFakeClock.ts";
export {
  createFakeMedia,
  createFakeTrack,
  type FakeMedia,
  type FakeTrack,
} from "./createFakeMedia.ts";
export { createFakeLocks, createFakePage, createFakeStorage } from "./createFakePage.ts";
export { createFakePeer, type FakePeer, type FakePeerConnection } from "./createFakePeer.ts";
export { createFakeSignaling, type FakeSignaling, fakeAgentId } from "./createFakeSignaling.ts";

// SDPs in the form that Chrome and Meta write.

export { chromeAnswer, chromeOffer, metaAnswer, metaOffer } from "./sdpSamples.ts";
