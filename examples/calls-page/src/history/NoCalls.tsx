import { PhoneOff, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";

interface NoCallsProps {
  isFiltered: boolean;
  onClear: () => void;
}

/** A message in place of the list: there are no calls, or no call matches the filters. */
export function NoCalls({ isFiltered, onClear }: NoCallsProps) {
  const { t } = useTranslation("history");
  return (
    <div role="status" className="rounded-xl border border-line bg-surface">
      {isFiltered ? (
        <EmptyState icon={SearchX} title={t("noMatches")}>
          <p className="text-sm">{t("noMatchesHint")}</p>
          <Button onPress={onClear}>{t("clearFilters")}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon={PhoneOff} title={t("noCalls")}>
          <p className="text-sm">{t("noCallsHint")}</p>
        </EmptyState>
      )}
    </div>
  );
}
