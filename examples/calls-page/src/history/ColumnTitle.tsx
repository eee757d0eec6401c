import { useTranslation } from "react-i18next";
import type { history } from "../i18n/es/history.ts";

export function ColumnTitle({ column }: { column: keyof typeof history.column }) {
  const { t } = useTranslation("history");
  return <>{t(`column.${column}`)}</>;
}
