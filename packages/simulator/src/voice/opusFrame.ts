/** The rate at which Opus is encoded and decoded, as on WhatsApp's phones. The RTP clock of Opus is always 48 kHz. */
export const sampleRate = 16_000;
export const frameMs = 20;
export const samplesPerFrame = (sampleRate * frameMs) / 1000;
/** The difference between the RTP timestamps of two successive frames. */
export const rtpTicksPerFrame = (48_000 * frameMs) / 1000;

/** 20 ms of silence: one CELT frame, full band, mono (RFC 6716). */
export const silentFrame: Uint8Array = Uint8Array.of(0xf8, 0xff, 0xfe);
