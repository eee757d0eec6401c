import { useSoftphone } from "@skale-calls/softphone/react";
import { BellOff } from "lucide-react";
import { useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { storedRingTone, useStored } from "../preferences/stored.ts";
import { Button } from "../ui/Button.tsx";
import { IncomingCall } from "./IncomingCall.tsx";
import { usePhone } from "./PhoneProvider.tsx";
import { useBannerFocus } from "./useBannerFocus.ts";
import { useRingTone } from "./useRingTone.ts";
import { useSettled } from "./useSettled.ts";
import { useTitleFlash } from "./useTitleFlash.ts";

/**
 * The calls that ring. In the top layer, so that a call can be answered over an open window; it takes the focus from
 * nobody who is doing something.
 */
export function IncomingBanner() {
  const { t } = useTranslation("phone");
  const { calls, current } = useSoftphone(usePhone());
  const ringing = calls.filter(
    ({ state }) => state.direction === "entrante" && state.phase === "ringing",
  );
  const ids = ringing.map(({ id }) => id);
  const isSettled = useSettled(ids);
  const [silenced, setSilenced] = useState<readonly string[]>([]);
  const heardCount = ids.filter((id) => !silenced.includes(id)).length;
  const banner = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const isRinging = ringing.length > 0;
  const hasTone = useStored(storedRingTone) !== "off";
  const isSoundBlocked = useRingTone(heardCount, {
    isQuiet: current !== null,
    isSilent: !hasTone,
  });
  useTitleFlash(ringing.length);
  useBannerFocus(banner, isRinging);
  return createPortal(
    <div data-react-aria-top-layer="true">
      {isRinging && (
        <div
          ref={banner}
          role="alertdialog"
          aria-labelledby={titleId}
          tabIndex={-1}
          className="fixed inset-x-3 top-3 z-60 max-h-[calc(100dvh-1.5rem)] overflow-y-auto mx-auto flex max-w-md flex-col gap-3 rounded-2xl border-2 border-accent bg-raised p-4 text-ink shadow-2xl"
        >
          <div className="flex items-center justify-between gap-2">
            <h2 id={titleId} className="text-sm font-semibold text-accent">
              {t("incoming")}
            </h2>
            {hasTone && !current && heardCount > 0 && (
              <Button size="small" variant="bare" onPress={() => setSilenced(ids)}>
                <BellOff aria-hidden className="size-4" />
                {t("silenceRing")}
              </Button>
            )}
          </div>
          <ul className="flex flex-col gap-3">
            {ringing.map((call) => (
              <IncomingCall
                key={call.id}
                call={call}
                isLineBusy={current !== null}
                isSettled={isSettled}
              />
            ))}
          </ul>
          {isSoundBlocked && <p className="text-sm text-warn">{t("soundBlocked")}</p>}
          <p className="hidden text-xs text-muted sm:block">
            <kbd className="rounded border border-line bg-canvas px-1 font-sans">
              {t("shortcut")}
            </kbd>{" "}
            {t("goToBanner")}
          </p>
        </div>
      )}
    </div>,
    document.body,
  );
}
