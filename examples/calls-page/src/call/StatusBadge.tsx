import type { CallStatus, EndReason } from "@skale-calls/core";
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
import { classes } from "../ui/classes.ts";
import { isLogged } from "./isLogged.ts";

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

/** The reasons that say more than the status does. */
const tellingReasons: readonly EndReason[] = ["busy", "declined", "rejected", "missed", "expired"];

interface StatusBadgeProps {
  call: Pick<ListedCall, "status" | "end_reason" | "call_id">;
}

/** How a call is going or went, and why, where that says more. */
export function StatusBadge({ call }: StatusBadgeProps) {
  const { t } = useTranslation("call");
  const { icon: Icon, colours } = looks[isLogged(call) ? "logged" : call.status];
  const reason = tellingReasons.find((telling) => telling === call.end_reason);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span
        className={classes(
          "inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-sm font-medium whitespace-nowrap",
          colours,
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {isLogged(call) ? t("logged") : t(`status.${call.status}`)}
      </span>
      {reason && <span className="text-xs text-muted">{t(`endReason.${reason}`)}</span>}
    </span>
  );
}
