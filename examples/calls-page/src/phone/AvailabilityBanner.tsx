import { availabilitySentence } from "@skale-calls/core";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAvailability } from "../data/useAvailability.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { useLanguage } from "../i18n/useLanguage.ts";

/** What limits the calls of the agent's number, such as a pause by WhatsApp; or what may limit them soon. */
export function AvailabilityBanner({ kind }: { kind: "limits" | "warnings" }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const notices = useAvailability()[kind];
  if (notices.length === 0) return null;
  return (
    <div className="flex items-start gap-3 rounded-lg border border-warn bg-warn-soft px-4 py-3 text-sm text-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <ul className="flex min-w-0 flex-col gap-1">
        {notices.map(({ code, until }) => (
          <li key={code}>
            {availabilitySentence(code, language)}
            {until !== null && (
              <> {t("until", { when: formatMoment(until, "dayAndTime", language) })}</>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
