import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useState } from "react";
import { CallRecording } from "./CallRecording.tsx";
import { CallTranscript } from "./CallTranscript.tsx";
import { createPlayback } from "./createPlayback.ts";
import { MediaState } from "./MediaState.tsx";
import { useCallMedia } from "./useCallMedia.ts";

/** What was said in a call: the recording, and the transcript that follows it. */
export function CallTalk({ call }: { call: WhatsappCall }) {
  const [playback] = useState(createPlayback);
  const { media, archive } = useCallMedia(call);
  const stateOf = (kind: "recording" | "transcript") => media.find((item) => item.kind === kind);
  return (
    <>
      <CallRecording call={call} playback={playback} state={stateOf("recording")} />
      <CallTranscript call={call} playback={playback} state={stateOf("transcript")} />
      <MediaState media={media} archive={archive} />
    </>
  );
}
