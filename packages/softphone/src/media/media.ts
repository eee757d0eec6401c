/** The seam to the browser's audio. `./testing` has a fake. */
export interface Media {
  /**
   * Opens a microphone; without an id, the default one.
   *
   * @throws SoftphoneError `microphone_denied`, `microphone_missing`, `microphone_busy`,
   * `microphone_failed`, `webrtc_unavailable`.
   */
  openMicrophone(deviceId?: string): Promise<MediaStreamTrack>;
  /** Where the far end is heard. */
  createSpeaker(deviceId?: string): Speaker;
  /**
   * Measures a microphone, for browsers whose statistics have no level of it (Firefox). Without this their level is 0.
   */
  createMeter?(track: MediaStreamTrack): LevelMeter;
  /** The names are empty until the microphone has been allowed once. */
  listDevices(): Promise<AudioDevice[]>;
  /** @returns a function that ends it. */
  onDevicesChange(listener: () => void): () => void;
}

export interface Speaker {
  /** @throws SoftphoneError `audio_blocked` when the browser wants a click first. */
  play(track: MediaStreamTrack): Promise<void>;
  /** @throws SoftphoneError `device_failed`. */
  setDevice(deviceId: string): Promise<void>;
  stop(): void;
}

export interface LevelMeter {
  /** The loudest of the last moments, 0 to 1. */
  read(): number;
  close(): void;
}

export interface AudioDevice {
  id: string;
  name: string;
  kind: "input" | "output";
}
