import { createSoftphone, type Softphone } from "../createSoftphone.ts";
import type { SoftphoneOptions } from "../softphoneOptions.ts";
import { createFakeClock, type FakeClock } from "./createFakeClock.ts";
import { createFakeMedia, type FakeMedia } from "./createFakeMedia.ts";
import { createFakeLocks, createFakePage, createFakeStorage } from "./createFakePage.ts";
import { createFakePeer, type FakePeer, type FakePeerConnection } from "./createFakePeer.ts";
import { createFakeSignaling, type FakeSignaling } from "./createFakeSignaling.ts";

export interface TestSoftphone {
  softphone: Softphone;
  signaling: FakeSignaling;
  peer: FakePeer;
  media: FakeMedia;
  clock: FakeClock;
  page: ReturnType<typeof createFakePage>;
  /** The newest peer connection. */
  connection(): FakePeerConnection;
}

/**
 * Creates a softphone that uses fakes, for tests in Node.
 *
 * @example
 * const { softphone, signaling, clock } = createTestSoftphone();
 * signaling.ring();
 * await softphone.state.calls[0]?.answer();
 */
export function createTestSoftphone(
  options: Partial<SoftphoneOptions> & { signaling?: FakeSignaling } = {},
): TestSoftphone {
  const signaling = options.signaling ?? createFakeSignaling();
  const peer = createFakePeer();
  const media = createFakeMedia();
  const clock = createFakeClock();
  const page = createFakePage();
  const softphone = createSoftphone({
    locks: createFakeLocks(),
    storage: createFakeStorage(),
    sharedStorage: createFakeStorage(),
    iceServers: [],
    ...options,
    signaling,
    peer: peer.create,
    media,
    clock,
    page,
  });
  return {
    softphone,
    signaling,
    peer,
    media,
    clock,
    page,
    connection() {
      const connection = peer.connections.at(-1);
      if (!connection) throw new Error("There is no peer connection yet.");
      return connection;
    },
  };
}
