import { formatMoment, formatRecent } from "../format/formatMoment.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { minute, useNow } from "../ui/useNow.ts";

/** The time of a call, relative for recent calls. The tooltip shows the complete time. */
export function CallTime({ createdAt }: { createdAt: string | null }) {
  const language = useLanguage();
  const now = useNow(minute);
  if (createdAt === null) return null;
  return (
    <time
      dateTime={createdAt}
      title={formatMoment(createdAt, "whole", language)}
      className="whitespace-nowrap tabular-nums"
    >
      {formatRecent(createdAt, new Date(now), language)}
    </time>
  );
}
