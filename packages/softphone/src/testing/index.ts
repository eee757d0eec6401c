// A whole softphone on fakes.

export { createTestSoftphone, type TestSoftphone } from "./createTestSoftphone.ts";

// Each fake alone.

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

// SDPs as Chrome and Meta write them.

export { chromeAnswer, chromeOffer, metaAnswer, metaOffer } from "./sdpSamples.ts";
