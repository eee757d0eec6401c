import type { CallDirection } from "@skale-calls/core";
import { ArrowDownLeft, ArrowUpRight, CircleQuestionMark } from "lucide-react";
import { useTranslation } from "react-i18next";

const icons = {
  entrante: ArrowDownLeft,
  saliente: ArrowUpRight,
  unknown: CircleQuestionMark,
} as const;

export function DirectionText({ direction }: { direction: CallDirection | null }) {
  const { t } = useTranslation("call");
  const name = direction ?? "unknown";
  const Icon = icons[name];
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      {t(`direction.${name}`)}
    </span>
  );
}
