import { useSoftphone } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { CallRecord } from "./CallRecord.tsx";
import { CallSummary } from "./CallSummary.tsx";
import { DiagnoseButton } from "./DiagnoseButton.tsx";
import { DialPad } from "./DialPad.tsx";
import { DismissedCalls } from "./DismissedCalls.tsx";
import { InCallBar } from "./InCallBar.tsx";
import { LogCallButton } from "./LogCallButton.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { RingSettings } from "./RingSettings.tsx";
import { useDialling } from "./useDial.ts";

/** The whole phone: the call that goes on, else the one that ended, and the keys for the next. */
export function PhoneContent() {
  const { t } = useTranslation();
  const { current, isOnline } = useSoftphone(usePhone());
  const { finished } = useDialling();
  // The same element during the call and after it, so that nothing that was written is lost.
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
