import type { SoftphoneError } from "../errors/softphoneError.ts";
import type { AudioDevice, Media } from "../media/media.ts";

/** The track of a microphone or of the far end. */
export interface FakeTrack extends EventTarget {
  readonly kind: "audio";
  readonly id: string;
  label: string;
  enabled: boolean;
  /** True while the system mutes the track. */
  muted: boolean;
  readyState: "live" | "ended";
  /** Mutes or unmutes the track, as the system does. */
  interrupt(isMuted: boolean): void;
  stop(): void;
}

export interface FakeMedia extends Media {
  /** All opened microphones, the newest last. */
  readonly microphones: FakeTrack[];
  readonly speakers: {
    deviceId: string | undefined;
    track: FakeTrack | null;
    isStopped: boolean;
  }[];
  /** All created meters, each with the track that it measures. */
  readonly meters: { track: FakeTrack; isClosed: boolean }[];
  /** The level that the meters return. */
  level: number;
  /** True: new microphones are muted, as during a phone call. */
  isInterrupted: boolean;
  devices: AudioDevice[];
  /** The errors that the microphone and the speaker throw; null: they work. */
  microphoneError: SoftphoneError | null;
  speakerError: SoftphoneError | null;
  /** `openMicrophone` waits for this promise, as a browser waits for the user's permission. */
  permission: Promise<void> | null;
  /** Replaces the devices and calls the listeners, as when a device is connected. */
  changeDevices(devices: AudioDevice[]): void;
}

export function createFakeTrack(label: string): FakeTrack {
  const track: FakeTrack = Object.assign(new EventTarget(), {
    kind: "audio" as const,
    id: label,
    label,
    enabled: true,
    muted: false,
    readyState: "live" as "live" | "ended",
    interrupt(isMuted: boolean) {
      track.muted = isMuted;
      track.dispatchEvent(new Event(isMuted ? "mute" : "unmute"));
    },
    stop() {
      track.readyState = "ended";
    },
  });
  return track;
}

export const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;

/** Creates a `Media` without real microphones and loudspeakers. */
export function createFakeMedia(): FakeMedia {
  const listeners = new Set<() => void>();
  const fake: FakeMedia = {
    microphones: [],
    speakers: [],
    meters: [],
    level: 0,
    isInterrupted: false,
    devices: [{ id: "default", name: "Default", kind: "input" }],
    microphoneError: null,
    speakerError: null,
    permission: null,
    async openMicrophone(deviceId = "default") {
      await fake.permission;
      if (fake.microphoneError) throw fake.microphoneError;
      const track = createFakeTrack(deviceId);
      track.muted = fake.isInterrupted;
      fake.microphones.push(track);
      return asTrack(track);
    },
    createSpeaker(deviceId) {
      const speaker: FakeMedia["speakers"][number] = { deviceId, track: null, isStopped: false };
      fake.speakers.push(speaker);
      return {
        async play(track) {
          speaker.track = track as unknown as FakeTrack;
          if (fake.speakerError) throw fake.speakerError;
        },
        async setDevice(id) {
          if (fake.speakerError) throw fake.speakerError;
          speaker.deviceId = id;
        },
        stop() {
          speaker.isStopped = true;
        },
      };
    },
    createMeter(track) {
      const meter = { track: track as unknown as FakeTrack, isClosed: false };
      fake.meters.push(meter);
      return {
        read: () => (meter.track.enabled ? fake.level : 0),
        close() {
          meter.isClosed = true;
        },
      };
    },
    listDevices: async () => fake.devices,
    onDevicesChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changeDevices(devices) {
      fake.devices = devices;
      for (const listener of listeners) listener();
    },
  };
  return fake;
}
