import { PhoneIncoming } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { CallToReturnItem } from "./CallToReturnItem.tsx";
import { Panel } from "./Panel.tsx";
import type { useCallsToReturn } from "./useCallsToReturn.ts";

/** The number of contacts that are shown before "Show all" is clicked. */
const few = 6;

/** The contacts whose calls were missed, and with whom nobody has talked since. */
export function CallsToReturn({ query }: { query: ReturnType<typeof useCallsToReturn> }) {
  const { t } = useTranslation("overview");
  const [isWhole, setWhole] = useState(false);
  const rows = query.data ?? [];
  return (
    <Panel title={t("toReturnTitle")} isBusy={query.isPlaceholderData}>
      {query.isPending && <Spinner />}
      {query.isError && (
        <ErrorMessage onRetry={() => void query.refetch()}>{t("toReturnFailed")}</ErrorMessage>
      )}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={PhoneIncoming} title={t("nothingToReturn")}>
          <p className="text-sm">{t("nothingToReturnMore")}</p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="-my-3 divide-y divide-line">
          {rows.slice(0, isWhole ? undefined : few).map((row) => (
            <CallToReturnItem key={row.call.id} {...row} />
          ))}
        </ul>
      )}
      {rows.length > few && (
        <Button
          size="small"
          className="self-start"
          aria-expanded={isWhole}
          onPress={() => setWhole(!isWhole)}
        >
          {isWhole ? t("showFewer") : t("showAll", { count: rows.length })}
        </Button>
      )}
    </Panel>
  );
}
