import type { CallCostTotals } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { useRateCards } from "../data/useRateCards.ts";
import { formatSpan } from "../format/formatSpan.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useServices } from "../services.ts";

/** Which calls have no rate and why, and how the costs are calculated. */
export function CostExplanation({ total: { unpriced } }: { total: CallCostTotals }) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const { accountTimeZone } = useServices().config;
  const { data: rates } = useRateCards();
  const writeDay = (day: string) =>
    new Date(`${day}T00:00:00Z`).toLocaleDateString(language, {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    });
  const cards = rates?.cards.map(({ currency, effectiveFrom, effectiveTo }) =>
    effectiveTo === undefined
      ? t("costs.explain.card", { currency, from: writeDay(effectiveFrom) })
      : t("costs.explain.endedCard", {
          currency,
          from: writeDay(effectiveFrom),
          to: writeDay(effectiveTo),
        }),
  );
  return (
    <>
      {unpriced.calls > 0 && (
        <p className="text-sm">
          {t("costs.unpricedTotal", {
            count: unpriced.calls,
            time: formatSpan(unpriced.talkSeconds, language),
          })}{" "}
          {unpriced.reasons.map((reason) => t(`costs.reasons.${reason}`)).join(" ")}
        </p>
      )}
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded py-1 font-medium text-accent hover:text-accent-hover">
          {t("costs.howCounted")}
        </summary>
        <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
          <li>{t("costs.explain.pulses")}</li>
          <li>{t("costs.explain.free")}</li>
          <li>{t("costs.explain.counted", { timeZone: accountTimeZone })}</li>
          {cards !== undefined && (
            <li>
              {cards.length === 0
                ? t("costs.explain.noCards")
                : t("costs.explain.cards", {
                    cards: new Intl.ListFormat(language).format([...new Set(cards)]),
                  })}
            </li>
          )}
          <li>{t("costs.explain.estimate")}</li>
        </ul>
      </details>
    </>
  );
}
