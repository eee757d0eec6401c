import { Radio, RefreshCw, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { classes } from "../ui/classes.ts";
import { useLiveCalls } from "./useLiveCalls.ts";

const icons = {
  connecting: RefreshCw,
  realtime: Radio,
  polling: RefreshCw,
  offline: WifiOff,
} as const;

/** Keeps the calls up to date and shows the state of the connection. Mount it once. Screen readers announce only a delay. */
export function LiveStatus() {
  const { t } = useTranslation("history");
  const status = useLiveCalls() ?? "connecting";
  const Icon = icons[status];
  const isOffline = status === "offline";
  return (
    <span
      className={classes(
        "inline-flex items-center gap-1.5 text-xs",
        isOffline ? "text-danger" : "text-muted",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="sr-only md:not-sr-only">{!isOffline && t(`live.${status}`)}</span>
      <span role="status" className="sr-only md:not-sr-only">
        {isOffline && t("live.offline")}
      </span>
    </span>
  );
}
