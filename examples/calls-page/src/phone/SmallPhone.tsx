import { useSoftphone } from "@skale-calls/softphone/react";
import { Phone } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { useDialling } from "./dial/useDial.ts";
import { InCallBar } from "./inCall/InCallBar.tsx";
import { DismissedCalls } from "./incoming/DismissedCalls.tsx";
import { PhoneContent } from "./PhoneContent.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { CallSummary } from "./summary/CallSummary.tsx";

/** The phone on a small screen: the call at the bottom edge, and a button that opens the phone over the page. */
export function SmallPhone() {
  const { t } = useTranslation(["phone", "common"]);
  const { current } = useSoftphone(usePhone());
  const { finished } = useDialling();
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  return (
    <>
      {!isOpen && (current || finished) ? (
        <Bar>
          <DismissedCalls />
          {current ? (
            <InCallBar key={current.id} call={current} onExpand={open} />
          ) : (
            finished && <CallSummary call={finished} onExpand={open} />
          )}
        </Bar>
      ) : (
        <div className="pointer-events-none sticky bottom-0 z-20 flex flex-col items-end gap-3 p-3">
          <div className="pointer-events-auto w-full">
            <DismissedCalls />
          </div>
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

/** A bar at the bottom edge of the window. */
function Bar({ children }: { children: React.ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  useBarHeight(bar);
  return (
    <div
      ref={bar}
      className="sticky bottom-0 z-20 flex max-h-dvh flex-col gap-2 overflow-y-auto border-t border-line bg-surface p-3 shadow-lg"
    >
      {children}
    </div>
  );
}

/** Sets the height of the bottom bar as a CSS variable, so that the banner is placed above it. */
function useBarHeight(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty("--phone-bar", `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty("--phone-bar");
    };
  }, [bar]);
}
