import { useSoftphone } from "@skale-calls/softphone/react";
import { VolumeX } from "lucide-react";
import { useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { storedRingTone, useStored } from "../../preferences/stored.ts";
import { Button } from "../../ui/Button.tsx";
import { usePhone } from "../PhoneProvider.tsx";
import { IncomingCall } from "./IncomingCall.tsx";
import { useBannerFocus } from "./useBannerFocus.ts";
import { useRingingCalls } from "./useRingingCalls.ts";
import { useRingTone } from "./useRingTone.ts";
import { useSettled } from "./useSettled.ts";
import { useTitleFlash } from "./useTitleFlash.ts";

/** The number of calls that the banner shows at first: the calls that have waited longest. A button shows the rest. */
const most = 2;

/**
 * The banner with the ringing calls. It is in the top layer, so that the agent can answer a call over an open dialog. It is at
 * the bottom edge, and at the side of the phone if the phone is beside the page, so that it covers neither the search nor the
 * current call. The banner takes the focus only if nothing else has it.
 */
export function IncomingBanner() {
  const { t } = useTranslation("phone");
  const { current } = useSoftphone(usePhone());
  const { ringing } = useRingingCalls();
  const ids = ringing.map(({ id }) => id);
  const isSettled = useSettled(ids);
  const [isExpanded, setIsExpanded] = useState(false);
  const shown = isExpanded ? ringing : ringing.slice(0, most);
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
          className="fixed inset-x-3 bottom-[calc(var(--phone-bar,0px)+0.75rem)] z-60 mx-auto flex max-h-[min(64dvh,calc(100dvh-var(--phone-bar,0px)-7rem))] max-w-md flex-col gap-2 rounded-2xl border-2 border-accent bg-raised p-3 text-ink shadow-2xl lg:right-3 lg:left-auto lg:w-74 2xl:w-90"
        >
          <div className="flex items-center justify-between gap-2">
            <h2 id={titleId} className="text-sm font-semibold text-accent">
              {t("incoming")}
              {ringing.length > 1 && ` (${ringing.length})`}
            </h2>
            {hasTone && !current && heardCount > 0 && (
              <Button
                size="small"
                variant="bare"
                aria-label={t("silenceRing")}
                onPress={() => setSilenced(ids)}
              >
                <VolumeX aria-hidden className="size-4" />
              </Button>
            )}
          </div>
          {isSoundBlocked && <p className="text-sm text-warn">{t("soundBlocked")}</p>}
          {ringing.length > most && (
            <Button
              size="small"
              aria-expanded={isExpanded}
              onPress={() => setIsExpanded(!isExpanded)}
            >
              {isExpanded
                ? t("fewerCallers")
                : t("moreCallers", { count: ringing.length - shown.length })}
            </Button>
          )}
          {/* The first call is at the bottom, so that a new call does not move a button under somebody's finger. */}
          <ul className="flex min-h-0 flex-col-reverse gap-3 overflow-y-auto overscroll-contain -m-1 p-1 *:not-first:border-b *:not-first:border-line *:not-first:pb-2">
            {shown.map((call) => (
              <IncomingCall
                key={call.id}
                call={call}
                isLineBusy={current !== null}
                isSettled={isSettled}
              />
            ))}
          </ul>
          {current && <p className="text-sm text-muted">{t("endFirst")}</p>}
          <p className="text-xs text-muted">{t("dismissHint")}</p>
          <p className="hidden text-xs text-muted lg:block">
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
