import type { CallMedia as MediaState } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import { AudioLines, Download, ExternalLink } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../services.ts";
import { Select } from "../ui/Select.tsx";
import { CallMedia } from "./CallMedia.tsx";
import type { Playback } from "./createPlayback.ts";
import { focus } from "./focus.ts";
import { linkClasses } from "./linkClasses.ts";
import { readContact } from "./readContact.ts";

interface CallRecordingProps {
  call: ListedCall;
  playback: Playback;
  /** The state in our storage; undefined if it is not known. */
  state: MediaState | undefined;
}

/** The recording, if the call has one. */
export function CallRecording({ call, playback, state }: CallRecordingProps) {
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
      ) : state?.status === "removed" ? (
        <p className="text-sm text-muted">{t("removed.recording")}</p>
      ) : (
        <CallMedia call={call} medium="recording" icon={AudioLines} read={calls.fetchCallRecording}>
          {(recording) => <Player call={call} playback={playback} recording={recording} />}
        </CallMedia>
      )}
    </section>
  );
}

const speeds = ["0.75", "1", "1.25", "1.5", "1.75", "2"] as const;

interface PlayerProps {
  call: ListedCall;
  playback: Playback;
  recording: Blob;
}

function Player({ call, playback, recording }: PlayerProps) {
  const { t } = useTranslation(["call", "common"]);
  const audio = useRef<HTMLAudioElement>(null);
  const [url, setUrl] = useState<string>();
  const [speed, setSpeed] = useState<(typeof speeds)[number]>("1");
  useEffect(() => {
    const created = URL.createObjectURL(recording);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [recording]);
  useEffect(() => {
    focus(audio.current);
    return audio.current ? playback.attach(audio.current) : undefined;
  }, [playback]);
  const contact = readContact(call).name ?? t("common:unknownContact");
  const ending = recording.type.split(/[/;]/)[1] ?? "ogg";
  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* biome-ignore lint/a11y/useMediaCaption: its transcript, if there is one, is below */}
      <audio
        ref={audio}
        controls
        src={url}
        aria-label={t("recordingOf", { contact })}
        // A new source resets the speed.
        onLoadedMetadata={() => playback.setSpeed(Number(speed))}
        className="h-10 min-w-48 flex-1"
      />
      <Select
        label={t("speed")}
        isLabelInside
        className="w-40"
        value={speed}
        options={speeds.map((value) => ({ value, name: `${value}×` }))}
        onChange={(value) => {
          setSpeed(value);
          playback.setSpeed(Number(value));
        }}
      />
      <a href={url} download={`${call.created_at.slice(0, 10)}.${ending}`} className={linkClasses}>
        <Download aria-hidden className="size-4" />
        {t("downloadRecording")}
      </a>
    </div>
  );
}
