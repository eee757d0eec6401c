import type { CallMedia as MediaState } from "@skale-calls/core";
import type { CallTranscript as Transcript, WhatsappCall } from "@skale-calls/supabase-adapter";
import { Copy, Text } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../services.ts";
import { Button } from "../ui/Button.tsx";
import { CallMedia } from "./CallMedia.tsx";
import type { Playback } from "./createPlayback.ts";
import { focus } from "./focus.ts";
import { TranscriptWords } from "./TranscriptWords.tsx";

interface CallTranscriptProps {
  call: WhatsappCall;
  playback: Playback;
  /** The state in our storage; undefined if it is not known. */
  state: MediaState | undefined;
}

/** The transcript, if the call has one. It is loaded when the agent asks for it. */
export function CallTranscript({ call, playback, state }: CallTranscriptProps) {
  const { t } = useTranslation("call");
  const { calls } = useServices();
  if ((call.transcript_asset ?? call.transcript) === null) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("transcript")}</h3>
      {state?.status === "removed" ? (
        <p className="text-sm text-muted">{t("removed.transcript")}</p>
      ) : (
        <CallMedia call={call} medium="transcript" icon={Text} read={calls.fetchCallTranscript}>
          {(transcript) => <TranscriptText transcript={transcript} playback={playback} />}
        </CallMedia>
      )}
    </section>
  );
}

interface TranscriptTextProps {
  transcript: Transcript;
  playback: Playback;
}

function TranscriptText({
  transcript: { text, segments, language },
  playback,
}: TranscriptTextProps) {
  const { t } = useTranslation("call");
  const [copyResult, setCopyResult] = useState<"copied" | "copyFailed" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopyResult("copied");
    } catch {
      setCopyResult("copyFailed");
    }
  };
  const lang = language ?? undefined;
  return (
    <div
      ref={focus}
      tabIndex={-1}
      className="flex flex-col gap-2 rounded-lg border border-line p-3 text-sm"
    >
      {segments.length === 0 ? (
        <p lang={lang} className="whitespace-pre-wrap">
          {text}
        </p>
      ) : (
        <TranscriptWords segments={segments} lang={lang} playback={playback} />
      )}
      <span className="flex items-center gap-2">
        <Button size="small" onPress={() => void copy()}>
          <Copy aria-hidden className="size-4" />
          {t("copy")}
        </Button>
        <span role="status" className="text-muted">
          {copyResult && t(copyResult)}
        </span>
      </span>
    </div>
  );
}
