import type { ListedCall } from "@skale-calls/supabase-adapter";
import { AudioLines, Download, ExternalLink } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../services.ts";
import { CallMedia } from "./CallMedia.tsx";
import { focus } from "./focus.ts";
import { linkClasses } from "./linkClasses.ts";
import { readContact } from "./readContact.ts";

/** The recording, if the call has one. */
export function CallRecording({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const { calls } = useServices();
  const url = call.recording_url;
  const isLink = url !== null && /^https?:/i.test(url);
  if (call.recording_asset === null && !isLink) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("recording")}</h3>
      {call.recording_asset === null ? (
        <a href={url ?? ""} target="_blank" rel="noreferrer" className={linkClasses}>
          <ExternalLink aria-hidden className="size-4" />
          {t("openRecording")}
        </a>
      ) : (
        <CallMedia call={call} medium="recording" icon={AudioLines} read={calls.fetchCallRecording}>
          {(recording) => <Player call={call} recording={recording} />}
        </CallMedia>
      )}
    </section>
  );
}

function Player({ call, recording }: { call: ListedCall; recording: Blob }) {
  const { t } = useTranslation(["call", "common"]);
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const created = URL.createObjectURL(recording);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [recording]);
  const contact = readContact(call).name ?? t("common:unknownContact");
  const ending = recording.type.split(/[/;]/)[1] ?? "ogg";
  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* biome-ignore lint/a11y/useMediaCaption: its transcript, if there is one, is below */}
      <audio
        ref={focus}
        controls
        src={url}
        aria-label={t("recordingOf", { contact })}
        className="h-10 min-w-0 flex-1"
      />
      <a href={url} download={`${call.created_at.slice(0, 10)}.${ending}`} className={linkClasses}>
        <Download aria-hidden className="size-4" />
        {t("downloadRecording")}
      </a>
    </div>
  );
}
