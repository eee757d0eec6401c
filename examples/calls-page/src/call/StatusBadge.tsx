import { type CallStatus, type EndReason, explainCallError, isLogged } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import {
  Ban,
  BellRing,
  CircleCheck,
  CircleX,
  type LucideIcon,
  NotebookPen,
  PhoneCall,
  PhoneMissed,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { classes } from "../ui/classes.ts";
import { isWithoutOutcome } from "./isWithoutOutcome.ts";

interface Look {
  icon: LucideIcon;
  colours: string;
}

const looks: Readonly<Record<CallStatus | "logged", Look>> = {
  iniciando: { icon: BellRing, colours: "bg-info-soft text-info" },
  en_curso: { icon: PhoneCall, colours: "bg-info-soft text-info" },
  completada: { icon: CircleCheck, colours: "bg-accent-soft text-accent" },
  fallida: { icon: CircleX, colours: "bg-danger-soft text-danger" },
  cancelada: { icon: Ban, colours: "bg-canvas text-muted" },
  no_contestada: { icon: PhoneMissed, colours: "bg-warn-soft text-warn" },
  logged: { icon: NotebookPen, colours: "bg-canvas text-muted" },
};

/** The end reasons that say more than the status. */
const tellingReasons: readonly EndReason[] = ["busy", "declined", "rejected", "missed", "expired"];

type Ended = Pick<ListedCall, "status" | "end_reason" | "call_id" | "error_code">;

/** The status of a call. */
export function StatusBadge({ call }: { call: Ended }) {
  const { t } = useTranslation("call");
  const { icon: Icon, colours } = looks[isWithoutOutcome(call) ? "logged" : call.status];
  return (
    <span
      className={classes(
        "inline-flex max-w-full shrink-0 items-center gap-1.5 rounded-full px-2 py-0.5 text-sm leading-5 font-medium",
        colours,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate">
        {isWithoutOutcome(call) ? t("logged") : t(`status.${call.status}`)}
      </span>
    </span>
  );
}

/** Why a call ended, if the reason says more than the status: WhatsApp's error in words, or a text that an agent logged the call. */
export function EndReasonText({ call }: { call: Ended }) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  const reason = tellingReasons.find((telling) => telling === call.end_reason);
  if (isLogged(call)) return isWithoutOutcome(call) ? null : t("logged");
  if (call.error_code !== null) return explainCallError(call.error_code, language);
  return reason && t(`endReason.${reason}`);
}
