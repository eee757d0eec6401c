import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { NotebookPen, Phone, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { readDuration } from "../call/readDuration.ts";
import { useCallRow } from "../call/useCallRow.ts";
import { formatDuration } from "../format/formatDuration.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { Button } from "../ui/Button.tsx";
import { ActionButton } from "./ActionButton.tsx";
import { ContactHeading } from "./ContactHeading.tsx";
import { DiagnoseButton } from "./DiagnoseButton.tsx";
import { describeEnd } from "./describeEnd.ts";
import { useContact } from "./useContact.ts";
import { useDialling } from "./useDial.ts";
import { useLostFocus } from "./useLostFocus.ts";

interface CallSummaryProps {
  call: SoftphoneCall;
  /** On a small screen: one line, and what opens the rest. */
  onExpand?: () => void;
}

/** The agent's call that has just ended. */
export function CallSummary({ call, onExpand }: CallSummaryProps) {
  const { t } = useTranslation(["phone", "common"]);
  const language = useLanguage();
  const { dial, dialled, closeSummary } = useDialling();
  const state = useCall(call);
  const contact = useContact(call);
  const section = useRef<HTMLElement>(null);
  useLostFocus(section);
  const { answeredAt, endedAt, endReason, error, contactPhone, row } = state;
  // WhatsApp's own count, as everywhere in the page; ours only until its end is told.
  const { data: stored } = useCallRow(call.id, { enabled: row !== null });
  const measured =
    answeredAt === null || endedAt === null ? null : formatDuration((endedAt - answeredAt) / 1000);
  const duration = (stored && readDuration(stored)) ?? measured;
  const reason = describeEnd(state, language);
  const hasFailed = error !== null || endReason === "failed";
  const callAgain = () => {
    if (dialled?.callId === call.id) dial(dialled);
    else if (contactPhone !== null) {
      dial({
        to: contactPhone,
        ...(contact.name === null ? {} : { contactName: contact.name }),
        ...(row?.lead_id ? { leadId: row.lead_id } : {}),
      });
    }
  };

  if (onExpand) {
    return (
      <section
        ref={section}
        tabIndex={-1}
        aria-label={t("summary")}
        className="flex items-center gap-1.5 outline-none"
      >
        <div className="min-w-0 flex-1">
          <ContactHeading contact={{ ...contact, phone: null }} />
          <p className={hasFailed ? "text-sm text-danger" : "text-sm text-muted"}>
            {duration ? `${duration} · ${reason}` : reason}
          </p>
        </div>
        <ActionButton icon={Phone} label={t("callAgain")} isCompact onPress={callAgain} />
        <ActionButton icon={NotebookPen} label={t("more")} isCompact onPress={onExpand} />
        <ActionButton icon={X} label={t("common:close")} isCompact onPress={closeSummary} />
      </section>
    );
  }
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={t("summary")}
      className="flex flex-col gap-4 outline-none"
    >
      <div className="flex flex-col gap-1">
        <h2 className="text-sm font-medium text-muted">{t("summary")}</h2>
        <ContactHeading contact={contact} />
        <p className={hasFailed ? "text-sm text-danger" : "text-sm text-ink"}>{reason}</p>
        <p className="text-sm text-muted">
          {duration ? `${t("duration")}: ${duration}` : t("notAnswered")}
        </p>
      </div>
      {error?.code.startsWith("microphone") && <DiagnoseButton />}
      <div className="grid grid-cols-[1fr_auto] gap-2">
        <Button variant="primary" onPress={callAgain} isDisabled={contactPhone === null}>
          <Phone aria-hidden className="size-4" />
          {t("callAgain")}
        </Button>
        <Button onPress={closeSummary}>{t("common:close")}</Button>
      </div>
    </section>
  );
}
