import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallBackButton } from "../phone/dial/CallBackButton.tsx";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";
import { ContactPermission } from "../phone/permission/ContactPermission.tsx";
import { LinkLead } from "../phone/summary/LinkLead.tsx";
import { CallFacts } from "./CallFacts.tsx";
import { CallTalk } from "./CallTalk.tsx";
import { CallTimeline } from "./CallTimeline.tsx";
import { DirectionText } from "./DirectionText.tsx";
import { NotesField } from "./NotesField.tsx";
import { OutsideHours } from "./OutsideHours.tsx";
import { EndReasonText, StatusBadge } from "./StatusBadge.tsx";
import { useContact } from "./useContact.ts";

export function CallContent({ call }: { call: WhatsappCall }) {
  const { t } = useTranslation("call");
  const { name, lead } = useContact(call);
  const request = readDialRequest(call, { name, lead });
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <DirectionText direction={call.direction} />
        <StatusBadge call={call} />
        {call.outside_hours && <OutsideHours />}
        {call.error_code === null && (
          <span className="text-muted empty:hidden">
            <EndReasonText call={call} />
          </span>
        )}
        {request && (
          <span className="ml-auto">
            <CallBackButton {...request} />
          </span>
        )}
        {call.error_code !== null && (
          <p className="w-full rounded-lg bg-danger-soft px-3 py-2 text-sm wrap-anywhere">
            <EndReasonText call={call} />{" "}
            <span className="text-muted">
              ({t("errorCode")}: {call.error_code})
            </span>
          </p>
        )}
      </div>
      {request && <ContactPermission request={request} />}
      {call.branch_id === null ? (
        <ReadOnlyNotes notes={call.notes} />
      ) : (
        <NotesField callId={call.id} notes={call.notes} />
      )}
      <CallFacts call={call} />
      {call.lead_id === null && call.branch_id !== null && <LinkLead call={call} />}
      <CallTalk call={call} />
      <CallTimeline call={call} />
    </>
  );
}

/** Notes of a call that the agent cannot change: row-level security lets agents write only rows of their branch. */
function ReadOnlyNotes({ notes }: { notes: string | null }) {
  const { t } = useTranslation("call");
  return (
    <section className="flex flex-col gap-1 text-sm">
      <h3 className="font-medium">{t("notes")}</h3>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {notes ?? t("noNotes")}
      </p>
      <p className="text-muted">{t("notesReadOnly")}</p>
    </section>
  );
}
