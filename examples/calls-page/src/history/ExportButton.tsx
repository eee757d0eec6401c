import { Download, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import type { HistorySearch } from "./historySearch.ts";
import { useExport } from "./useExport.ts";

/** Saves what the filters show as a file, however much it is. */
export function ExportButton({ search }: { search: HistorySearch }) {
  const { t } = useTranslation(["history", "common"]);
  const { start, cancel, status, count } = useExport(search);
  if (status === "error") return <ErrorMessage onRetry={start}>{t("exportFailed")}</ErrorMessage>;
  return (
    <div className="flex flex-row-reverse flex-wrap items-center gap-2 text-sm text-muted">
      {status === "pending" ? (
        <>
          <span className="inline-flex items-center gap-2 tabular-nums">
            <Spinner label={t("exportRunning")} />
            {count > 0 && t("exportedSoFar", { count })}
          </span>
          <Button onPress={cancel} aria-label={t("cancelExport")}>
            <X aria-hidden className="size-4" />
            {t("common:cancel")}
          </Button>
        </>
      ) : (
        <>
          <Button onPress={start}>
            <Download aria-hidden className="size-4" />
            {t("export")}
          </Button>
          <span role="status" className="empty:-mr-2">
            {status === "success" && t("exported", { count })}
            {status === "cancelled" && t("exportCancelled")}
          </span>
        </>
      )}
    </div>
  );
}
