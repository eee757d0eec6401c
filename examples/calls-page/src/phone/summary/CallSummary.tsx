import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { NotebookPen, Phone, PhoneOff, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { Button } from "../../ui/Button.tsx";
import { ActionButton } from "../ActionButton.tsx";
import { ContactHeading } from "../ContactHeading.tsx";
import { describeEnd } from "../describeEnd.ts";
import { DiagnoseButton } from "../devices/DiagnoseButton.tsx";
import type { DialRequest } from "../dial/DialProvider.tsx";
import { useDialling } from "../dial/useDial.ts";
import { ContactPermission } from "../permission/ContactPermission.tsx";
import { useContact } from "../useContact.ts";
import { useLostFocus } from "../useLostFocus.ts";
import { useTalkTime } from "./useTalkTime.ts";

/** The errors of a call that the contact has not allowed. */
const permissionCodes: readonly string[] = ["no_permission", "consent_required"];

interface CallSummaryProps {
  call: SoftphoneCall;
  /** Opens the rest of the summary. Set it on a small screen, where the summary has one line. */
  onExpand?: () => void;
}

/** The summary of the agent's call that has just ended. */
export function CallSummary({ call, onExpand }: CallSummaryProps) {
  const { t } = useTranslation(["phone", "common"]);
  const language = useLanguage();
  const { dial, dialled, closeSummary } = useDialling();
  const state = useCall(call);
  const contact = useContact(call);
  const section = useRef<HTMLElement>(null);
  useLostFocus(section);
  const { answeredAt, endReason, error, contactPhone, row, mayGoOn } = state;
  const talkTime = useTalkTime(call);
  const [isHangingUp, setIsHangingUp] = useState(false);
  const reason = describeEnd(state, language);
  const hasFailed = error !== null || endReason === "failed";
  const recipient = row?.contact_user_id;
  const hasTarget = Boolean(contactPhone ?? recipient);
  const again: DialRequest =
    dialled?.callId === call.id
      ? dialled
      : {
          ...(contactPhone === null ? {} : { to: contactPhone }),
          ...(recipient ? { recipient } : {}),
          ...(contact.name === null ? {} : { contactName: contact.name }),
          ...(row?.lead_id ? { leadId: row.lead_id } : {}),
        };
  const callAgain = () => dial(again);
  const hangUpAgain = async () => {
    setIsHangingUp(true);
    await call.hangUp();
    setIsHangingUp(false);
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
            {talkTime ? `${talkTime.text} · ${reason}` : reason}
          </p>
        </div>
        {mayGoOn && (
          <ActionButton
            icon={PhoneOff}
            label={t("hangUpAgain")}
            variant="danger"
            isCompact
            isPending={isHangingUp}
            onPress={() => void hangUpAgain()}
          />
        )}
        <ActionButton
          icon={Phone}
          label={t("callAgain")}
          isCompact
          isDisabled={!hasTarget}
          onPress={callAgain}
        />
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
        {talkTime ? (
          <p className="text-sm text-muted">
            {t("duration")}: {talkTime.text}
            {!talkTime.isFinal && <> ({t("provisional")})</>}
          </p>
        ) : (
          answeredAt === null && <p className="text-sm text-muted">{t("notAnswered")}</p>
        )}
      </div>
      {mayGoOn && (
        <div
          role="alert"
          className="flex flex-col gap-2 rounded-lg border border-warn bg-warn-soft p-3 text-sm text-ink"
        >
          <p>{t("mayGoOn")}</p>
          <Button variant="danger" isPending={isHangingUp} onPress={() => void hangUpAgain()}>
            <PhoneOff aria-hidden className="size-4" />
            {t("hangUpAgain")}
          </Button>
        </div>
      )}
      {error?.code.startsWith("microphone") && <DiagnoseButton />}
      {error && hasTarget && permissionCodes.includes(error.code) && (
        <ContactPermission request={again} />
      )}
      <div className="grid grid-cols-[1fr_auto] gap-2">
        <Button variant="primary" onPress={callAgain} isDisabled={!hasTarget}>
          <Phone aria-hidden className="size-4" />
          {t("callAgain")}
        </Button>
        <Button onPress={closeSummary}>{t("common:close")}</Button>
      </div>
    </section>
  );
}
