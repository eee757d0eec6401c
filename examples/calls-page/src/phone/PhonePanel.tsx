import { isSoftphoneError } from "@skale-calls/softphone";
import { useSoftphone } from "@skale-calls/softphone/react";
import { explainError } from "@skale-calls/softphone/sentences";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { showToast } from "../ui/toasts.ts";
import { CallAnnouncer } from "./CallAnnouncer.tsx";
import { useRememberedDevices } from "./devices/useRememberedDevices.ts";
import { IncomingBanner } from "./incoming/IncomingBanner.tsx";
import { PhoneContent } from "./PhoneContent.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { SmallPhone } from "./SmallPhone.tsx";

/** The agent's phone: beside the page if there is space, or else at the bottom. */
export function PhonePanel() {
  const { t } = useTranslation();
  const language = useLanguage();
  const isBeside = useIsBeside();
  const phone = usePhone();
  useLeaveGuard(useSoftphone(phone).current !== null);
  useRememberedDevices(phone, (error) => {
    if (!isSoftphoneError(error)) throw error;
    showToast({ kind: "error", text: explainError(error, language) });
  });
  return (
    <>
      <IncomingBanner />
      <CallAnnouncer />
      {isBeside ? (
        <aside
          aria-label={t("phone")}
          // A call stays usable while a dialog is open.
          data-react-aria-top-layer="true"
          className="w-80 shrink-0 border-l border-line bg-surface 2xl:w-96"
        >
          <div className="sticky top-14 max-h-[calc(100dvh-3.5rem)] overflow-y-auto p-4 2xl:p-5">
            <PhoneContent />
          </div>
        </aside>
      ) : (
        <SmallPhone />
      )}
    </>
  );
}

/** The same width as Tailwind's `lg`. */
const wide = matchMedia("(width >= 64rem)");
const subscribe = (listener: () => void) => {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
};

/** Whether there is space for the phone beside the page. */
function useIsBeside(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}

/** Makes the browser ask before the page is closed or reloaded, because closing or reloading ends the call. */
function useLeaveGuard(isTalking: boolean): void {
  useEffect(() => {
    if (!isTalking) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isTalking]);
}
