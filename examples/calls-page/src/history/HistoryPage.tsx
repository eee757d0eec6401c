import { getLocalTimeZone } from "@internationalized/date";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCallList, useCalls } from "../data/CallListProvider.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { HistoryFoot } from "./HistoryFoot.tsx";
import { HistorySkeleton } from "./HistorySkeleton.tsx";
import { HistoryTable } from "./HistoryTable.tsx";
import { countFilters, type HistorySearch, noFilters, readFilters } from "./historySearch.ts";
import { NoCalls } from "./NoCalls.tsx";

export function HistoryPage() {
  const { t } = useTranslation("history");
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const list = useCallList();
  const { calls, hasMore, error, isLoading, isStale } = useCalls(
    readFilters(search, getLocalTimeZone()),
  );
  const setSearch = (next: HistorySearch) => void navigate({ search: next, replace: true });
  const hasFailed = error !== null;
  const readMore = useCallback(() => {
    if (!hasFailed) void list.loadMore();
  }, [list, hasFailed]);
  const isEmpty = calls.length === 0;
  // The first page is empty because all its calls have been removed since they were loaded.
  useEffect(() => {
    if (isEmpty) readMore();
  }, [isEmpty, readMore]);
  const isAtFirstPage = isEmpty || isStale;

  return (
    <div className="@container flex flex-col gap-2 sm:gap-3">
      <h1 className="sr-only">{t("title")}</h1>
      <HistoryFilters search={search} onChange={setSearch}>
        <ExportButton search={search} />
      </HistoryFilters>
      {hasFailed && isAtFirstPage && (
        <ErrorMessage onRetry={() => void list.retry()}>{t("loadFailed")}</ErrorMessage>
      )}
      {isEmpty && hasMore && !hasFailed && <HistorySkeleton />}
      {isEmpty && !hasMore && !hasFailed && !isLoading && (
        <NoCalls
          isFiltered={countFilters(search) > 0}
          onClear={() => setSearch({ ...search, ...noFilters })}
        />
      )}
      {!isEmpty && (
        <>
          <HistoryTable
            calls={calls}
            hasMore={hasMore}
            onNearEnd={readMore}
            isStale={isStale}
            openedId={search.call}
          />
          <HistoryFoot hasFailed={hasFailed && !isStale} />
        </>
      )}
    </div>
  );
}
