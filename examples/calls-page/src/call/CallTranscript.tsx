import type { CallTranscript as Transcript, WhatsappCall } from "@skale-calls/supabase-adapter";
import { Copy, Text } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../format/formatDuration.ts";
import { useServices } from "../services.ts";
import { Button } from "../ui/Button.tsx";
import { CallMedia } from "./CallMedia.tsx";
import { focus } from "./focus.ts";

/** The transcript, if the call has one. It is loaded when the agent asks for it. */
export function CallTranscript({ call }: { call: WhatsappCall }) {
  const { t } = useTranslation("call");
  const { calls } = useServices();
  if ((call.transcript_asset ?? call.transcript) === null) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("transcript")}</h3>
      <CallMedia call={call} medium="transcript" icon={Text} read={calls.fetchCallTranscript}>
        {(transcript) => <TranscriptText transcript={transcript} />}
      </CallMedia>
    </section>
  );
}

function TranscriptText({ transcript: { text, segments, language } }: { transcript: Transcript }) {
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
        <ol lang={lang} aria-label={t("transcript")} className="flex flex-col gap-2">
          {segments.map((segment, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a loaded transcript does not change
            <li key={index}>
              <span className="mr-2 text-xs text-muted tabular-nums">
                {segment.speaker && t(`speaker.${segment.speaker}`)}{" "}
                {segment.start !== null && formatDuration(segment.start)}
              </span>
              {segment.text}
            </li>
          ))}
        </ol>
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
