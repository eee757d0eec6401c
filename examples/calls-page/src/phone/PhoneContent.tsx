import { useSoftphone } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { DiagnoseButton } from "./devices/DiagnoseButton.tsx";
import { DialPad } from "./dial/DialPad.tsx";
import { LogCallButton } from "./dial/LogCallButton.tsx";
import { useDialling } from "./dial/useDial.ts";
import { InCallBar } from "./inCall/InCallBar.tsx";
import { DismissedCalls } from "./incoming/DismissedCalls.tsx";
import { RingSettings } from "./incoming/RingSettings.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { CallRecord } from "./summary/CallRecord.tsx";
import { CallSummary } from "./summary/CallSummary.tsx";

/** The whole phone: the current call, or else the summary of the last call; and the dial pad. */
export function PhoneContent() {
  const { t } = useTranslation();
  const { current, isOnline } = useSoftphone(usePhone());
  const { finished } = useDialling();
  // The same element is used during the call and after it, so that typed text is kept.
  const shown = current ?? finished;
  return (
    <div className="flex flex-col gap-5">
      {!isOnline && (
        <p role="status" className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-ink">
          {t("offline")}
        </p>
      )}
      {current && <InCallBar key={`bar ${current.id}`} call={current} />}
      {!current && finished && <CallSummary call={finished} />}
      <DismissedCalls />
      {shown && <CallRecord key={`record ${shown.id}`} call={shown} />}
      {!current && <DialPad />}
      {!current && (
        <div className="flex flex-col gap-2 border-t border-line pt-4">
          <LogCallButton />
          <DiagnoseButton />
          <RingSettings />
        </div>
      )}
    </div>
  );
}
