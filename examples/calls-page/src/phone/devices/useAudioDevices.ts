import type { AudioDevice } from "@skale-calls/softphone";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePhone } from "../PhoneProvider.tsx";

const key = ["audio-devices"];

/** Microphones and loudspeakers, updated when one is plugged in or out. */
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
    // The names appear only after the microphone was allowed.
    refetchOnMount: "always",
  });
  return data;
}
