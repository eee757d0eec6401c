/** The browser's audio, as the softphone uses it. `@skale-calls/softphone/testing` has a fake. */
export interface Media {
  /**
   * Opens the microphone with this id, or the default one if there is no id.
   *
   * @throws SoftphoneError `microphone_denied`, `microphone_missing`, `microphone_busy`,
   * `microphone_failed`, `webrtc_unavailable`.
   */
  openMicrophone(deviceId?: string): Promise<MediaStreamTrack>;
  /** Creates the output that plays the far end. */
  createSpeaker(deviceId?: string): Speaker;
  /**
   * Creates a meter for a microphone. It is used in browsers whose statistics do not contain the level of the microphone
   * (Firefox). In these browsers, without a meter, the level is 0.
   */
  createMeter?(track: MediaStreamTrack): LevelMeter;
  /** Lists the devices. Their names are empty until the user has allowed the microphone once. */
  listDevices(): Promise<AudioDevice[]>;
  /** @returns a function that removes the listener. */
  onDevicesChange(listener: () => void): () => void;
}

export interface Speaker {
  /** @throws SoftphoneError `audio_blocked` if the browser requires a click first. */
  play(track: MediaStreamTrack): Promise<void>;
  /** @throws SoftphoneError `device_failed`. */
  setDevice(deviceId: string): Promise<void>;
  stop(): void;
}

export interface LevelMeter {
  /** The highest recent level, 0 to 1. */
  read(): number;
  close(): void;
}

export interface AudioDevice {
  id: string;
  name: string;
  kind: "input" | "output";
}
