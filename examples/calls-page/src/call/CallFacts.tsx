import { findEntry } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { useInboxes } from "../data/useInboxes.ts";
import { cleanText } from "../format/cleanText.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { formatPhone } from "../format/formatPhone.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { Lead } from "../leads/lead.ts";
import { AgentName } from "./AgentName.tsx";
import { agentOf } from "./agentOf.ts";
import { readDuration } from "./readDuration.ts";
import { useContact } from "./useContact.ts";

/** The known facts of a call. Unknown facts are omitted. */
export function CallFacts({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  const { lead, name } = useContact(call);
  const inbox = useInboxes().inboxes.find(({ id }) => id === call.inbox_id);
  const time = (moment: string | null) =>
    moment && <time dateTime={moment}>{formatMoment(moment, "whole", language)}</time>;
  const profileName = cleanText(call.contact_profile_name ?? "");
  const entry = findEntry(call);
  const business = call.business_phone ?? inbox?.phone_number;
  const facts = {
    phone: call.contact_phone && formatPhone(call.contact_phone),
    userId: call.contact_phone === null && call.contact_user_id,
    profileName: profileName !== name && profileName,
    result: call.end_reason && t(`endReason.${call.end_reason}`),
    duration: readDuration(call),
    entered: entry && `${t(`entryPoint.${entry.point}`)} · ${cleanText(entry.payload)}`,
    started: time(call.started_at ?? call.created_at),
    rang: time(call.ringing_at),
    answered: time(call.answered_at),
    ended: time(call.ended_at),
    agent: agentOf(call) && <AgentName call={call} />,
    businessNumber: business && [inbox?.name, formatPhone(business)].filter(Boolean).join(" · "),
    lead: lead && <LeadFact call={call} lead={lead} />,
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
                <dd className="min-w-0 wrap-anywhere tabular-nums">
                  <bdi>{facts[name]}</bdi>
                </dd>
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
  "entered",
  "started",
  "rang",
  "answered",
  "ended",
  "agent",
  "businessNumber",
  "lead",
] as const;

interface LeadFactProps {
  call: ListedCall;
  lead: Lead;
}

/** The call's lead. If the lead was found by the number, the agent can link it. */
function LeadFact({ call, lead }: LeadFactProps) {
  const { t } = useTranslation("call");
  const name = cleanText(lead.full_name ?? lead.phone ?? "");
  if (call.lead_id !== null) return name;
  return (
    <>
      {name} <span className="text-muted">({t("leadByPhone")})</span>
    </>
  );
}
