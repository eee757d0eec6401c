import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { explainError } from "@skale-calls/softphone/sentences";
import { BellOff, Phone, PhoneOff } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { CallTimer } from "../CallTimer.tsx";
import { ContactHeading } from "../ContactHeading.tsx";
import { useContact } from "../useContact.ts";
import { useIncomingNotification } from "./useIncomingNotification.ts";

interface IncomingCallProps {
  call: SoftphoneCall;
  /** Whether the agent is already in a call, and so cannot answer another call. */
  isLineBusy: boolean;
  /** Returns false while a click may be meant for another call that was at this position. */
  isSettled: () => boolean;
}

/** One ringing call. */
export function IncomingCall({ call, isLineBusy, isSettled }: IncomingCallProps) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { error } = useCall(call);
  const contact = useContact(call);
  useIncomingNotification(call.id, contact.title);
  const [since] = useState(Date.now);
  const answer = () => {
    if (isSettled()) void call.answer();
  };
  const dismiss = () => {
    if (isSettled()) call.dismiss();
  };
  const refuse = () => {
    if (isSettled()) void call.reject();
  };
  const id = useId();
  const [nameId, whyId] = [`${id}name`, `${id}why`];
  return (
    <li className="flex flex-col gap-1.5">
      <div className="flex items-start justify-between gap-3">
        <div id={nameId} className="min-w-0">
          <ContactHeading contact={contact} />
        </div>
        <span className="shrink-0 text-sm text-muted">
          <CallTimer since={since} />
        </span>
      </div>
      <div className="grid grid-cols-2 gap-2">
        {!isLineBusy && (
          <Button
            variant="primary"
            className="min-h-11! px-2!"
            data-answer
            aria-describedby={error ? `${nameId} ${whyId}` : nameId}
            onPress={answer}
          >
            <Phone aria-hidden className="size-5" />
            {t("answer")}
          </Button>
        )}
        <Button className="min-h-11! px-2!" aria-describedby={nameId} onPress={dismiss}>
          <BellOff aria-hidden className="size-5 shrink-0" />
          {t("dismiss")}
        </Button>
        <Button
          variant="bare"
          size="small"
          className={classes("text-danger! px-1!", !isLineBusy && "col-span-2 justify-self-end")}
          aria-describedby={nameId}
          onPress={refuse}
        >
          <PhoneOff aria-hidden className="size-4 shrink-0" />
          {t("reject")}
        </Button>
      </div>
      {error && (
        <p id={whyId} role="alert" className="text-sm text-danger">
          {explainError(error, language)}
        </p>
      )}
    </li>
  );
}
