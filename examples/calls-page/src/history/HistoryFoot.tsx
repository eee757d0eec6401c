import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useCallList } from "../data/CallListProvider.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";

/** The end of the list: a loading indicator, an error, or the number of calls. */
export function HistoryFoot({ hasFailed }: { hasFailed: boolean }) {
  const { t } = useTranslation("history");
  const list = useCallList();
  const { calls, hasMore, isLoadingMore } = useSyncExternalStore(list.subscribe, list.getState);
  if (hasFailed) {
    return <ErrorMessage onRetry={() => void list.retry()}>{t("moreFailed")}</ErrorMessage>;
  }
  return (
    <div className="flex min-h-10 items-center justify-center text-sm text-muted">
      {isLoadingMore && <Spinner label={t("loadingMore")} />}
      <span role="status">{!hasMore && t("end", { count: calls.length })}</span>
    </div>
  );
}
