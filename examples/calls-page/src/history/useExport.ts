import { getLocalTimeZone, today } from "@internationalized/date";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { readLeadOfCall } from "../leads/readLeadOfCall.ts";
import { useServices } from "../services.ts";
import { showToast } from "../ui/toasts.ts";
import { callRecord, recordColumns } from "./callRecord.ts";
import { exportCalls } from "./exportCalls.ts";
import { type HistorySearch, readFilters } from "./historySearch.ts";
import { saveFile } from "./saveFile.ts";

/** The start of a UTF-8 file. Without this mark, spreadsheets assume another encoding. */
const byteOrderMark = "\uFEFF";

const isCancelled = (error: unknown) =>
  error instanceof DOMException && error.name === "AbortError";

/** Exports all calls that match the filters. Leaving the page cancels the export. */
export function useExport(search: HistorySearch) {
  const { t } = useTranslation(["call", "history", "common"]);
  const { calls, leads } = useServices();
  const queryClient = useQueryClient();
  const language = useLanguage();
  const names = useAgentNames();
  const [count, setCount] = useState(0);
  const stopping = useRef<AbortController>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const { mutate, isPending } = useMutation({
    async mutationFn() {
      const stop = new AbortController();
      stopping.current = stop;
      setCount(0);
      // Loaded on first use.
      const { separatorFor, writeCsv } = await import("./writeCsv.ts");
      const separator = separatorFor(language, navigator.languages);
      const agentName = (id: string) => names.get(id) ?? id;
      const titles = recordColumns.map((column) => t(`history:csv.${column}`));
      async function write(page: readonly ListedCall[]): Promise<string> {
        const found = await Promise.all(
          page.map((call) => readLeadOfCall(call, { leads, queryClient })),
        );
        const leadNames = new Map(page.map(({ id }, index) => [id, found[index]?.full_name]));
        const leadName = ({ id }: ListedCall) => leadNames.get(id) ?? null;
        const words = { t, language, agentName, leadName };
        return writeCsv(
          page.map((call) => callRecord(call, words)),
          separator,
        );
      }
      let written = 0;
      const parts = await exportCalls({
        calls,
        filters: readFilters(search, getLocalTimeZone()),
        write,
        onProgress(soFar) {
          written = soFar;
          setCount(soFar);
        },
        signal: stop.signal,
      });
      const file = new Blob([byteOrderMark, writeCsv([titles], separator), ...parts], {
        type: "text/csv;charset=utf-8",
      });
      saveFile(fileName(t("history:fileName"), search), file);
      return written;
    },
    onSuccess: (count) => showToast({ kind: "success", text: t("history:exported", { count }) }),
    onError: (error) =>
      showToast(
        isCancelled(error)
          ? { kind: "success", text: t("history:exportCancelled") }
          : { kind: "error", text: t("history:exportFailed") },
      ),
  });
  return {
    start: () => mutate(),
    cancel: () => stopping.current?.abort(),
    isRunning: isPending,
    count,
  };
}

/** Writes a file name such as `llamadas-2026-11-01-2026-11-22.csv`, with the days of the filters. Default of the last day: today. */
function fileName(name: string, { from, to }: HistorySearch): string {
  return `${[name, from, to ?? today(getLocalTimeZone())].filter(Boolean).join("-")}.csv`;
}
