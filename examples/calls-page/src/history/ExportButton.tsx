import { Download, LoaderCircle, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import type { HistorySearch } from "./historySearch.ts";
import { useExport } from "./useExport.ts";

/** Saves all calls that match the filters as a file. During the export, a click cancels it. */
export function ExportButton({ search }: { search: HistorySearch }) {
  const { t } = useTranslation("history");
  const { start, cancel, isRunning, count } = useExport(search);
  return (
    <span className="shrink-0" title={isRunning ? t("cancelExport") : t("export")}>
      {isRunning ? (
        <Button className="px-2.5! tabular-nums" aria-label={t("cancelExport")} onPress={cancel}>
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {count > 0 && count}
          <X aria-hidden className="size-4" />
        </Button>
      ) : (
        <Button className="px-2.5!" aria-label={t("export")} onPress={start}>
          <Download aria-hidden className="size-4" />
          <span className="hidden @min-[68rem]:inline">{t("export")}</span>
        </Button>
      )}
      <span role="status" className="sr-only">
        {isRunning && t("exportRunning")}
      </span>
    </span>
  );
}
