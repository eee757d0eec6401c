import { SoftphoneError } from "../errors/softphoneError.ts";
import type { AudioDevice, Media } from "./media.ts";
import { microphoneError } from "./microphoneError.ts";

const kinds: Readonly<Record<string, AudioDevice["kind"]>> = {
  audioinput: "input",
  audiooutput: "output",
};

/** The browser's microphone and loudspeaker. */
export const browserMedia: Media = {
  async openMicrophone(deviceId) {
    const [track] = await openStream(deviceId);
    if (!track) throw new SoftphoneError("microphone_missing");
    return track;
  },

  createSpeaker(deviceId) {
    const audio = new Audio();
    audio.autoplay = true;
    /** Plays at the next click or key press, which the browser may require, or when the agent returns to the page. */
    const playLater = () => {
      for (const wanted of ["pointerdown", "keydown", "visibilitychange"]) {
        // If the browser still refuses, the softphone can do nothing more.
        addEventListener(wanted, () => void audio.play().catch(() => {}), { once: true });
      }
    };
    // The softphone never pauses the element, so the system has paused it, for example for a phone call.
    audio.addEventListener("pause", () => {
      if (audio.srcObject !== null) audio.play().catch(playLater);
    });
    const setDevice = async (id: string) => {
      try {
        // Browsers without `setSinkId` always use the system's device.
        await (audio as Partial<HTMLAudioElement>).setSinkId?.call(audio, id);
      } catch (cause) {
        throw new SoftphoneError("device_failed", { cause });
      }
    };
    return {
      async play(track) {
        audio.srcObject = new MediaStream([track]);
        // If the device no longer exists, the default device plays the call.
        if (deviceId !== undefined) await setDevice(deviceId).catch(() => setDevice(""));
        try {
          await audio.play();
        } catch (cause) {
          // Without a source, the call has ended before the sound started.
          if (audio.srcObject === null) return;
          playLater();
          throw new SoftphoneError("audio_blocked", { cause });
        }
      },
      setDevice,
      stop() {
        audio.srcObject = null;
      },
    };
  },

  createMeter(track) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return {
      read() {
        // After a phone call, Safari leaves the context suspended. While it is `interrupted`, `resume` must not be called: it
        // fails, and the context then runs without sound (GetStream/stream-video-js#2249).
        if (context.state === "suspended") context.resume().catch(() => {});
        analyser.getFloatTimeDomainData(samples);
        return Math.min(1, Math.max(...samples.map(Math.abs)));
      },
      close: () => void context.close(),
    };
  },

  async listDevices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.flatMap(({ deviceId, label, kind }) => {
      const known = kinds[kind];
      return known === undefined ? [] : [{ id: deviceId, name: label, kind: known }];
    });
  },

  onDevicesChange(listener) {
    const { mediaDevices } = navigator;
    mediaDevices?.addEventListener("devicechange", listener);
    return () => mediaDevices?.removeEventListener("devicechange", listener);
  },
};

async function openStream(deviceId: string | undefined): Promise<MediaStreamTrack[]> {
  // `mediaDevices` is undefined on http pages.
  if (!navigator.mediaDevices) throw new SoftphoneError("webrtc_unavailable");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      },
    });
    return stream.getAudioTracks();
  } catch (cause) {
    throw microphoneError(cause);
  }
}
