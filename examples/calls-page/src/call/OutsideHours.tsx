import { Moon } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Marks a call that began outside of the business hours of its number. */
export function OutsideHours({ isBrief = false }: { isBrief?: boolean }) {
  const { t } = useTranslation("call");
  const text = t("outsideHours");
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1 text-muted"
      title={isBrief ? text : undefined}
    >
      <Moon aria-hidden className="size-4 shrink-0" />
      <span className={isBrief ? "sr-only" : undefined}>{text}</span>
    </span>
  );
}
