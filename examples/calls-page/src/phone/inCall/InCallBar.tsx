import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { Grip, Headphones, Mic, MicOff, NotebookPen, PhoneOff } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../../ui/classes.ts";
import { ActionButton } from "../ActionButton.tsx";
import { CallTimer } from "../CallTimer.tsx";
import { ContactHeading } from "../ContactHeading.tsx";
import { DeviceSelects } from "../devices/DeviceSelects.tsx";
import { useContact } from "../useContact.ts";
import { useLostFocus } from "../useLostFocus.ts";
import { CallWarnings } from "./CallWarnings.tsx";
import { Keypad } from "./Keypad.tsx";
import { QualityIndicator } from "./QualityIndicator.tsx";

interface InCallBarProps {
  call: SoftphoneCall;
  /** Opens the rest of the bar. Set it on a small screen, where the bar has one line. */
  onExpand?: () => void;
}

/** The bar of the current call. */
export function InCallBar({ call, onExpand }: InCallBarProps) {
  const { t } = useTranslation("phone");
  const { phase, isMuted, answeredAt, hasMedia } = useCall(call);
  const contact = useContact(call);
  const section = useRef<HTMLElement>(null);
  useLostFocus(section);
  const [hasKeypad, setHasKeypad] = useState(false);
  const [hasDevices, setHasDevices] = useState(false);
  const isCompact = onExpand !== undefined;
  const isTalking = phase === "connected" || phase === "reconnecting";
  return (
    <section
      aria-label={t("active")}
      ref={section}
      tabIndex={-1}
      className={classes("flex flex-col outline-none", isCompact ? "gap-2" : "gap-4")}
    >
      <CallWarnings call={call} />
      <div className={classes("flex gap-2", isCompact ? "items-center" : "flex-col gap-4")}>
        <div className="min-w-0 flex-1">
          <ContactHeading contact={contact} />
          <p className="flex items-center gap-2 text-sm text-muted">
            <span
              aria-hidden
              className={classes(
                "size-2 shrink-0 rounded-full",
                isTalking ? "bg-accent" : "animate-pulse bg-warn motion-reduce:animate-none",
              )}
            />
            {/* The small bar has no space for both the phase and the timer. */}
            {!(isCompact && answeredAt !== null && phase === "connected") && (
              <span>{t(`phase.${phase}`)}</span>
            )}
            {answeredAt !== null && <CallTimer since={answeredAt} />}
          </p>
        </div>
        <div className="flex gap-1.5">
          <ActionButton
            icon={isMuted ? MicOff : Mic}
            label={t(isMuted ? "unmute" : "mute")}
            isCompact={isCompact}
            className={classes(isMuted && "border-warn! bg-warn-soft! text-warn!")}
            onPress={() => call.mute(!isMuted)}
          />
          <ActionButton
            icon={Grip}
            label={t("keypad")}
            isCompact={isCompact}
            isDisabled={!isTalking}
            aria-expanded={hasKeypad}
            className={classes(hasKeypad && "border-accent! bg-accent-soft!")}
            onPress={() => setHasKeypad(!hasKeypad)}
          />
          {isCompact ? (
            <ActionButton icon={NotebookPen} label={t("more")} isCompact onPress={onExpand} />
          ) : (
            <ActionButton
              icon={Headphones}
              label={t("devices")}
              isCompact={false}
              aria-expanded={hasDevices}
              className={classes(hasDevices && "border-accent! bg-accent-soft!")}
              onPress={() => setHasDevices(!hasDevices)}
            />
          )}
          <ActionButton
            icon={PhoneOff}
            label={t("hangUp")}
            variant="danger"
            isCompact={isCompact}
            onPress={() => void call.hangUp()}
          />
        </div>
      </div>
      {hasKeypad && isTalking && <Keypad call={call} onClose={() => setHasKeypad(false)} />}
      {hasDevices && !isCompact && <DeviceSelects />}
      {isMuted && !isCompact && <p className="text-sm text-warn">{t("isMuted")}</p>}
      {hasMedia && !isCompact && <QualityIndicator call={call} />}
    </section>
  );
}
