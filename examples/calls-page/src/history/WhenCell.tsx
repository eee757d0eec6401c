import { formatMoment, formatRecent } from "../format/formatMoment.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useNow } from "./useNow.ts";

/** When a call was made or came: near today in words, and whole in the tooltip. */
export function WhenCell({ createdAt }: { createdAt: string | null }) {
  const language = useLanguage();
  const now = useNow();
  if (createdAt === null) return null;
  return (
    <time
      dateTime={createdAt}
      title={formatMoment(createdAt, "whole", language)}
      className="whitespace-nowrap tabular-nums"
    >
      {formatRecent(createdAt, now, language)}
    </time>
  );
}
