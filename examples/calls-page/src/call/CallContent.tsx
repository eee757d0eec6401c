import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallBackButton } from "../phone/dial/CallBackButton.tsx";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";
import { CallFacts } from "./CallFacts.tsx";
import { CallRecording } from "./CallRecording.tsx";
import { CallTimeline } from "./CallTimeline.tsx";
import { CallTranscript } from "./CallTranscript.tsx";
import { DirectionText } from "./DirectionText.tsx";
import { explainError } from "./explainError.ts";
import { NotesField } from "./NotesField.tsx";
import { readContact } from "./readContact.ts";
import { StatusBadge } from "./StatusBadge.tsx";

export function CallContent({ call }: { call: WhatsappCall }) {
  const { t } = useTranslation("call");
  const contact = readContact(call);
  const request = readDialRequest(call, contact.name);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <DirectionText direction={call.direction} />
        <StatusBadge call={call} />
        {request && (
          <span className="ml-auto">
            <CallBackButton {...request} />
          </span>
        )}
        {call.error_code !== null && (
          <p className="w-full rounded-lg bg-danger-soft px-3 py-2 text-sm">
            {t(`error.${explainError(call.error_code)}`)}{" "}
            <span className="text-muted">
              ({t("errorCode")}: {call.error_code})
            </span>
          </p>
        )}
      </div>
      {call.branch_id === null ? (
        <ReadOnlyNotes notes={call.notes} />
      ) : (
        <NotesField callId={call.id} notes={call.notes} />
      )}
      <CallFacts call={call} />
      <CallRecording call={call} />
      <CallTranscript call={call} />
      <CallTimeline call={call} />
    </>
  );
}

/** Row-level security lets agents write only what is their branch's. */
function ReadOnlyNotes({ notes }: { notes: string | null }) {
  const { t } = useTranslation("call");
  return (
    <section className="flex flex-col gap-1 text-sm">
      <h3 className="font-medium">{t("notes")}</h3>
      <p className="whitespace-pre-wrap">{notes ?? t("noNotes")}</p>
      <p className="text-muted">{t("notesReadOnly")}</p>
    </section>
  );
}
