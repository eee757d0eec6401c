import type { CallDirection } from "@skale-calls/core";
import { ArrowDownLeft, ArrowUpRight, CircleQuestionMark } from "lucide-react";
import { useTranslation } from "react-i18next";

const icons = {
  entrante: ArrowDownLeft,
  saliente: ArrowUpRight,
  unknown: CircleQuestionMark,
} as const;

interface DirectionTextProps {
  direction: CallDirection | null;
  /** Shows only the arrow; screen readers still get the text. */
  isBrief?: boolean;
}

export function DirectionText({ direction, isBrief = false }: DirectionTextProps) {
  const { t } = useTranslation("call");
  const name = direction ?? "unknown";
  const Icon = icons[name];
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap"
      title={isBrief ? t(`direction.${name}`) : undefined}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className={isBrief ? "sr-only" : undefined}>{t(`direction.${name}`)}</span>
    </span>
  );
}
