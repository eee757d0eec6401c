import { FileQuestionMark, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { CallContent } from "./CallContent.tsx";
import { ContactName } from "./ContactName.tsx";
import { useCallRow } from "./useCallRow.ts";

interface CallSheetProps {
  id: string;
  onClose: () => void;
}

export function CallSheet({ id, onClose }: CallSheetProps) {
  const { t } = useTranslation(["call", "common"]);
  const { data: call, isPending, isError, refetch } = useCallRow(id);
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2 sm:px-6">
        <h2 className="min-w-0 truncate text-lg font-semibold">
          {call ? <ContactName call={call} /> : t("detail")}
        </h2>
        <Button variant="bare" size="icon" aria-label={t("common:close")} onPress={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </header>
      <div className="flex flex-col gap-6 p-4 pb-10 sm:px-6">
        {isPending && <Spinner />}
        {isError && !call && (
          <ErrorMessage onRetry={() => void refetch()}>{t("common:loadFailed")}</ErrorMessage>
        )}
        {call === null && (
          <EmptyState icon={FileQuestionMark} title={t("notFound")}>
            <p className="text-sm">{t("notFoundHint")}</p>
          </EmptyState>
        )}
        {call && <CallContent call={call} />}
      </div>
    </>
  );
}
