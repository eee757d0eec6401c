import { type Browser, chromium } from "playwright-core";
import { type FindChromiumOptions, findChromium } from "./findChromium.ts";

export interface LaunchChromiumOptions extends FindChromiumOptions {
  /** Whether the user lets pages use the microphone, in every context of this browser. Default: true. */
  allowMicrophone?: boolean;
  /** A WAV file that the microphone repeats. Default: a beep every second. */
  microphoneFile?: string;
  /** Additional flags. */
  args?: readonly string[];
}

/** Flags that Playwright does not set. */
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--autoplay-policy=no-user-gesture-required",
  "--use-fake-device-for-media-stream",
  // Allows candidates on 127.0.0.1, where the simulator's users listen.
  "--allow-loopback-in-peer-connection",
];

/**
 * Starts a headless Chromium with its own microphone, in 0.1 to 0.7 s. One per test file is enough.
 *
 * `allowMicrophone` alone decides whether pages may use the microphone. The permissions of a context have no effect.
 *
 * @example
 * const browser = await launchChromium();
 * const page = await browser.newPage({ baseURL: stack.url });
 * await browser.close();
 *
 * @throws Error like {@link findChromium}.
 */
export async function launchChromium({
  allowMicrophone = true,
  microphoneFile,
  args = [],
  source,
}: LaunchChromiumOptions = {}): Promise<Browser> {
  const { path, env } = await findChromium({ source });
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [
      ...flags,
      `--use-fake-ui-for-media-stream${allowMicrophone ? "" : "=deny"}`,
      ...(microphoneFile === undefined
        ? []
        : [`--use-file-for-fake-audio-capture=${microphoneFile}`]),
      ...args,
    ],
  });
}
