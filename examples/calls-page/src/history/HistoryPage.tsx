import { useTranslation } from "react-i18next";

export function HistoryPage() {
  const { t } = useTranslation("history");
  return <h1 className="text-xl font-semibold">{t("title")}</h1>;
}
