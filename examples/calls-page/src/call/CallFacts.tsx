import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { useInboxes } from "../data/useInboxes.ts";
import { formatDuration } from "../format/formatDuration.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { formatPhone } from "../format/formatPhone.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { AgentName } from "./AgentName.tsx";
import { useLead } from "./useLead.ts";

/** What is known of a call; what is not known is left out. */
export function CallFacts({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  const { data: lead } = useLead(call.lead_id);
  const inbox = useInboxes().inboxes.find(({ id }) => id === call.inbox_id);
  const time = (moment: string | null) =>
    moment && <time dateTime={moment}>{formatMoment(moment, "whole", language)}</time>;
  const business = call.business_phone ?? inbox?.phone_number;
  const facts = {
    phone: call.contact_phone && formatPhone(call.contact_phone),
    userId: call.contact_phone === null && call.contact_user_id,
    profileName: call.contact_profile_name !== call.contact_name && call.contact_profile_name,
    result: call.end_reason && t(`endReason.${call.end_reason}`),
    duration: call.duration_seconds > 0 && formatDuration(call.duration_seconds),
    started: time(call.started_at ?? call.created_at),
    rang: time(call.ringing_at),
    answered: time(call.answered_at),
    ended: time(call.ended_at),
    agent: call.user_id && <AgentName userId={call.user_id} />,
    businessNumber: business && [inbox?.name, formatPhone(business)].filter(Boolean).join(" · "),
    lead: lead?.full_name ?? lead?.phone,
  };
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("facts")}</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        {factNames.map(
          (name) =>
            facts[name] && (
              <div key={name} className="contents">
                <dt className="text-muted">{t(name)}</dt>
                <dd className="break-words tabular-nums">{facts[name]}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}

const factNames = [
  "phone",
  "userId",
  "profileName",
  "result",
  "duration",
  "started",
  "rang",
  "answered",
  "ended",
  "agent",
  "businessNumber",
  "lead",
] as const;
