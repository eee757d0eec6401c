import type { AudioDevice } from "@skale-calls/softphone";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePhone } from "../PhoneProvider.tsx";

const key = ["audio-devices"];

/** Lists the microphones and loudspeakers, and again when one is plugged in or unplugged. */
export function useAudioDevices(): readonly AudioDevice[] {
  const softphone = usePhone();
  const queryClient = useQueryClient();
  useEffect(
    () => softphone.onDevicesChange(() => void queryClient.invalidateQueries({ queryKey: key })),
    [softphone, queryClient],
  );
  const { data = [] } = useQuery({
    queryKey: key,
    queryFn: () => softphone.listDevices(),
    // The browser shows the names only after the user has allowed the microphone.
    refetchOnMount: "always",
  });
  return data;
}
