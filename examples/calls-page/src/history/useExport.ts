import { getLocalTimeZone, today } from "@internationalized/date";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useServices } from "../services.ts";
import { callRecord, recordColumns } from "./callRecord.ts";
import { exportCalls } from "./exportCalls.ts";
import { type HistorySearch, readFilters } from "./historySearch.ts";
import { saveFile } from "./saveFile.ts";

/** Without it spreadsheets take the file for another encoding. */
const byteOrderMark = "\uFEFF";

/** Exports what the filters show. It ends when the page is left. */
export function useExport(search: HistorySearch) {
  const { t } = useTranslation(["call", "history", "common"]);
  const { calls } = useServices();
  const language = useLanguage();
  const names = useAgentNames();
  const [count, setCount] = useState(0);
  const stopping = useRef<AbortController>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const { mutate, status, error } = useMutation({
    async mutationFn() {
      const stop = new AbortController();
      stopping.current = stop;
      setCount(0);
      // Only who exports needs it.
      const { writeCsv } = await import("./writeCsv.ts");
      const agentName = (id: string) => names.get(id) ?? id;
      const titles = recordColumns.map((column) => t(`history:csv.${column}`));
      const parts = await exportCalls({
        calls,
        filters: readFilters(search, getLocalTimeZone()),
        write: (page) => writeCsv(page.map((call) => callRecord(call, { t, language, agentName }))),
        onProgress: setCount,
        signal: stop.signal,
      });
      const file = new Blob([byteOrderMark, writeCsv([titles]), ...parts], {
        type: "text/csv;charset=utf-8",
      });
      saveFile(fileName(t("history:fileName"), search), file);
    },
  });
  const isCancelled = error instanceof DOMException && error.name === "AbortError";
  return {
    start: () => mutate(),
    cancel: () => stopping.current?.abort(),
    status: isCancelled ? ("cancelled" as const) : status,
    count,
  };
}

/** `llamadas-2026-11-01-2026-11-22.csv`; the days are those of the filters, up to today. */
function fileName(name: string, { from, to }: HistorySearch): string {
  return `${[name, from, to ?? today(getLocalTimeZone())].filter(Boolean).join("-")}.csv`;
}
