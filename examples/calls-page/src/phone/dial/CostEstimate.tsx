import { estimateCallCost } from "@skale-calls/core/cost";
import { useTranslation } from "react-i18next";
import { useRateCards } from "../../data/useRateCards.ts";
import { formatMoney } from "../../format/formatMoney.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { useServices } from "../../services.ts";

const oneMinute = 60;

/** What a minute to this number costs, as far as the rate cards tell. Absent until they are read. */
export function CostEstimate({ to }: { to: string }) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { accountTimeZone } = useServices().config;
  const { data } = useRateCards();
  if (!data) return null;
  const cost = estimateCallCost({
    direction: "saliente",
    to,
    seconds: oneMinute,
    at: new Date(),
    minutesThisMonth: data.minutesThisMonth,
    accountTimeZone,
    rateCards: data.cards,
  });
  if (cost.amount === null) return <p className="text-sm text-muted">{t("cost.unknown")}</p>;
  if (cost.currency === null) return null;
  const { perMinute, currency, market, card } = cost;
  return (
    <p className="text-sm text-muted" title={card.source.text}>
      {t("cost.perMinute", { price: formatMoney(perMinute, currency, language) })}{" "}
      <span className="text-xs">{t("cost.card", { market, day: card.effectiveFrom })}</span>
    </p>
  );
}
