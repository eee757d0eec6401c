import { useTranslation } from "react-i18next";

export function OverviewPage() {
  const { t } = useTranslation("overview");
  return <h1 className="text-xl font-semibold">{t("title")}</h1>;
}
