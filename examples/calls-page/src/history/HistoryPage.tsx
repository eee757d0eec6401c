import { getLocalTimeZone } from "@internationalized/date";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { listCalls } from "../data/listCalls.ts";
import { useCallPages } from "../data/useCallPages.ts";
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
  const pages = useCallPages(readFilters(search, getLocalTimeZone()));
  const calls = useMemo(() => listCalls(pages.data), [pages.data]);
  const setSearch = (next: HistorySearch) => void navigate({ search: next, replace: true });
  const { fetchNextPage, isFetching, isError } = pages;
  const readMore = useCallback(() => {
    if (!isFetching && !isError) void fetchNextPage();
  }, [fetchNextPage, isFetching, isError]);

  return (
    <div className="@container flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <ExportButton search={search} />
      </div>
      <HistoryFilters search={search} onChange={setSearch} />
      {pages.isPending && <HistorySkeleton />}
      {pages.isLoadingError && (
        <ErrorMessage onRetry={() => void pages.refetch()}>{t("loadFailed")}</ErrorMessage>
      )}
      {pages.isSuccess && calls.length === 0 && !pages.hasNextPage && (
        <NoCalls
          isFiltered={countFilters(search) > 0}
          onClear={() => setSearch({ ...search, ...noFilters })}
        />
      )}
      {(calls.length > 0 || pages.hasNextPage) && (
        <>
          <HistoryTable
            calls={calls}
            hasMore={pages.hasNextPage}
            onNearEnd={readMore}
            isStale={pages.isPlaceholderData}
            openedId={search.call}
          />
          <HistoryFoot pages={pages} count={calls.length} />
        </>
      )}
    </div>
  );
}
