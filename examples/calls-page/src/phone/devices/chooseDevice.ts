import type { AudioDevice } from "@skale-calls/softphone";

/**
 * Returns the device to use: the chosen device, or else the first device of this kind, which is the system's default. Null
 * while the browser hides the devices or finds none.
 */
export function chooseDevice(
  devices: readonly AudioDevice[],
  kind: AudioDevice["kind"],
  chosen: string | null,
): string | null {
  const usable = devices.filter((device) => device.kind === kind && device.id !== "");
  return (usable.find(({ id }) => id === chosen) ?? usable[0])?.id ?? null;
}
