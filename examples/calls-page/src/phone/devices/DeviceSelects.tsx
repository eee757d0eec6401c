import { useTranslation } from "react-i18next";
import { storedDevices, useStored } from "../../preferences/stored.ts";
import { Select } from "../../ui/Select.tsx";
import { chooseDevice } from "./chooseDevice.ts";
import { useAudioDevices } from "./useAudioDevices.ts";

/** The fields for microphone and loudspeaker. The choice also applies to later calls. */
export function DeviceSelects() {
  return (
    <div className="flex flex-col gap-3">
      <DeviceSelect kind="input" />
      <DeviceSelect kind="output" />
    </div>
  );
}

const labels = { input: "microphone", output: "loudspeaker" } as const;

function DeviceSelect({ kind }: { kind: keyof typeof labels }) {
  const { t } = useTranslation("phone");
  const devices = useAudioDevices();
  const stored = useStored(storedDevices[kind]);
  const options = devices
    .filter((device) => device.kind === kind && device.id !== "")
    .map(({ id, name }, index) => ({
      value: id,
      name: name || t("deviceUnnamed", { number: index + 1 }),
    }));
  return (
    <Select
      label={t(labels[kind])}
      options={options}
      value={chooseDevice(devices, kind, stored)}
      onChange={storedDevices[kind].set}
      placeholder={t("noDevices")}
      isDisabled={options.length === 0}
    />
  );
}
