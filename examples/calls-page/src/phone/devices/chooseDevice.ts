import type { AudioDevice } from "@skale-calls/softphone";

/**
 * The device to use: the chosen one, otherwise the first of its kind, which is the system's default. Null while the browser
 * hides the devices, or has none.
 */
export function chooseDevice(
  devices: readonly AudioDevice[],
  kind: AudioDevice["kind"],
  chosen: string | null,
): string | null {
  const usable = devices.filter((device) => device.kind === kind && device.id !== "");
  return (usable.find(({ id }) => id === chosen) ?? usable[0])?.id ?? null;
}
