import { isCallsError } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useQuery } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { retryMedia } from "./retryMedia.ts";

const texts = {
  recording: {
    load: "loadRecording",
    loading: "loadingRecording",
    gone: "recordingGone",
    failed: "recordingFailed",
  },
  transcript: {
    load: "loadTranscript",
    loading: "loadingTranscript",
    gone: "transcriptGone",
    failed: "transcriptFailed",
  },
} as const;

interface CallMediaProps<Data> {
  call: ListedCall;
  medium: keyof typeof texts;
  icon: LucideIcon;
  read: (id: string) => Promise<Data>;
  children: (data: Data) => React.ReactNode;
}

/** Content that the provider stores. It is loaded only when the agent asks for it. */
export function CallMedia<Data>({
  call,
  medium,
  icon: Icon,
  read,
  children,
}: CallMediaProps<Data>) {
  const { t } = useTranslation("call");
  const [isAsked, setIsAsked] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [medium, call.id],
    queryFn: () => read(call.id),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    retry: retryMedia,
  });
  const { load, loading, gone, failed } = texts[medium];
  if (data) return children(data);
  if (error && !isFetching) {
    return isCallsError(error) && error.code === `${medium}_not_found` ? (
      <p className="text-sm text-muted">{t(gone)}</p>
    ) : (
      <ErrorMessage onRetry={() => void refetch()}>{t(failed)}</ErrorMessage>
    );
  }
  if (isFetching) return <Spinner label={t(loading)} />;
  return (
    <Button onPress={() => setIsAsked(true)} className="self-start">
      <Icon aria-hidden className="size-4" />
      {t(load)}
    </Button>
  );
}
