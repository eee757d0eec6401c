import type { Softphone } from "@skale-calls/softphone";
import { useEffect, useEffectEvent } from "react";
import { storedDevices, useStored } from "../../preferences/stored.ts";
import { chooseDevice } from "./chooseDevice.ts";
import { useAudioDevices } from "./useAudioDevices.ts";

type Kind = keyof typeof storedDevices;

const setters: Readonly<Record<Kind, (softphone: Softphone, id: string) => Promise<void>>> = {
  input: (softphone, id) => softphone.setInputDevice(id),
  output: (softphone, id) => softphone.setOutputDevice(id),
};

/** Applies the chosen devices, or the system's default while a chosen device is unplugged. */
export function useRememberedDevices(
  softphone: Softphone,
  onError: (error: unknown) => void,
): void {
  useRememberedDevice(softphone, "input", onError);
  useRememberedDevice(softphone, "output", onError);
}

function useRememberedDevice(
  softphone: Softphone,
  kind: Kind,
  onError: (error: unknown) => void,
): void {
  const devices = useAudioDevices();
  const stored = useStored(storedDevices[kind]);
  const id = stored === null ? null : chooseDevice(devices, kind, stored);
  const report = useEffectEvent(onError);
  useEffect(() => {
    if (id !== null) setters[kind](softphone, id).catch((error: unknown) => report(error));
  }, [softphone, kind, id]);
}
