import { afterEach, describe, expect, test, vi } from "vitest";
import { asTrack, createFakeTrack } from "../testing/createFakeMedia.ts";
import { browserMedia } from "./browserMedia.ts";

afterEach(() => vi.unstubAllGlobals());

const track = () => asTrack(createFakeTrack("far"));

/** A browser that plays no sound before a gesture, and has no `setSinkId`, like Safari. */
function createStrictBrowser() {
  const events = new EventTarget();
  const audio = Object.assign(new EventTarget(), {
    autoplay: false,
    srcObject: null as unknown,
    isPlaying: false,
    async play() {
      if (!browser.hadGesture) throw new DOMException("no gesture", "NotAllowedError");
      audio.isPlaying = true;
    },
    /** The system pauses the sound, for example for a phone call. */
    pause() {
      audio.isPlaying = false;
      audio.dispatchEvent(new Event("pause"));
    },
  });
  const browser = {
    hadGesture: false,
    audio,
    click() {
      browser.hadGesture = true;
      events.dispatchEvent(new Event("pointerdown"));
    },
  };
  vi.stubGlobal("Audio", new Proxy(class {}, { construct: () => audio }));
  vi.stubGlobal("MediaStream", class {});
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  return browser;
}

const settled = () => vi.waitFor(() => {});

describe("a browser that plays sound only after a gesture (Safari)", () => {
  test("reports audio_blocked, and plays at the next click", async () => {
    const { audio, click } = createStrictBrowser();
    const speaker = browserMedia.createSpeaker();
    await expect(speaker.play(track())).rejects.toMatchObject({ code: "audio_blocked" });
    expect(audio.isPlaying).toBe(false);
    click();
    await settled();
    expect(audio.isPlaying).toBe(true);
  });

  test("plays again after the system has paused the sound", async () => {
    const { audio, click } = createStrictBrowser();
    click();
    const speaker = browserMedia.createSpeaker();
    await speaker.play(track());
    audio.pause();
    await settled();
    expect(audio.isPlaying).toBe(true);
  });

  test("without setSinkId, the system's device plays the call", async () => {
    const { audio, click } = createStrictBrowser();
    click();
    const speaker = browserMedia.createSpeaker("headset");
    await speaker.play(track());
    await speaker.setDevice("other");
    expect(audio.isPlaying).toBe(true);
  });
});

test.each([
  [undefined, {}],
  ["headset", { deviceId: { exact: "headset" } }],
])("the microphone %s is opened with constraints that Safari knows", async (deviceId, more) => {
  const getUserMedia = vi.fn(async () => ({ getAudioTracks: () => [track()] }));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  await browserMedia.openMicrophone(deviceId);
  const constraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  expect(getUserMedia).toHaveBeenCalledExactlyOnceWith({ audio: { ...constraints, ...more } });
});

test.each([
  ["suspended", 1],
  ["interrupted", 0],
  ["running", 0],
])("a meter whose context is %s is resumed %i times", (state, times) => {
  const resume = vi.fn(async () => {});
  const analyser = {
    fftSize: 4,
    getFloatTimeDomainData: (samples: Float32Array) => samples.fill(-0.5),
  };
  vi.stubGlobal("MediaStream", class {});
  vi.stubGlobal(
    "AudioContext",
    class {
      state = state;
      resume = resume;
      createAnalyser = () => analyser;
      createMediaStreamSource = () => ({ connect() {} });
    },
  );
  expect(browserMedia.createMeter?.(track()).read()).toBe(0.5);
  expect(resume).toHaveBeenCalledTimes(times);
});
