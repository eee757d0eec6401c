import { useTranslation } from "react-i18next";
import type { useCallPages } from "../data/useCallPages.ts";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";

interface HistoryFootProps {
  pages: ReturnType<typeof useCallPages>;
  count: number;
}

/** What comes after the last row: more, an error, or nothing. */
export function HistoryFoot({ pages, count }: HistoryFootProps) {
  const { t } = useTranslation("history");
  if (pages.isFetchNextPageError) {
    return (
      <ErrorMessage onRetry={() => void pages.fetchNextPage()}>{t("moreFailed")}</ErrorMessage>
    );
  }
  return (
    <div className="flex min-h-10 items-center justify-center text-sm text-muted">
      {pages.isFetchingNextPage && <Spinner label={t("loadingMore")} />}
      <span role="status">{!pages.hasNextPage && t("end", { count })}</span>
    </div>
  );
}
