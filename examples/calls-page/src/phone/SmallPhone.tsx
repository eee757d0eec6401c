import { useSoftphone } from "@skale-calls/softphone/react";
import { Phone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { CallSummary } from "./CallSummary.tsx";
import { InCallBar } from "./InCallBar.tsx";
import { PhoneContent } from "./PhoneContent.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { useDialling } from "./useDial.ts";

/** On a small screen: the call at the bottom edge, and a button that opens the phone over the page. */
export function SmallPhone() {
  const { t } = useTranslation(["phone", "common"]);
  const { current } = useSoftphone(usePhone());
  const { finished } = useDialling();
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  return (
    <>
      {!isOpen && (current || finished) ? (
        <div className="sticky bottom-0 z-20 max-h-dvh overflow-y-auto border-t border-line bg-surface p-3 shadow-lg">
          {current ? (
            <InCallBar key={current.id} call={current} onExpand={open} />
          ) : (
            finished && <CallSummary call={finished} onExpand={open} />
          )}
        </div>
      ) : (
        <div className="pointer-events-none sticky bottom-0 z-20 flex justify-end p-3">
          <Button
            variant="primary"
            size="large"
            className="pointer-events-auto rounded-full! shadow-lg"
            onPress={open}
          >
            <Phone aria-hidden className="size-5" />
            {t("common:phone")}
          </Button>
        </div>
      )}
      <Dialog title={t("common:phone")} isOpen={isOpen} onOpenChange={setIsOpen}>
        <PhoneContent />
      </Dialog>
    </>
  );
}
