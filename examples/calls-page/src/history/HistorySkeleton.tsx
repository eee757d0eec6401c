import { useTranslation } from "react-i18next";
import { Spinner } from "../ui/Spinner.tsx";

const lines = ["w-2/3", "w-1/2", "w-3/5", "w-2/5", "w-1/2", "w-2/3", "w-1/3", "w-3/5"];

/** Placeholders for the calls. */
export function HistorySkeleton() {
  const { t } = useTranslation();
  return (
    <div className="rounded-xl border border-line bg-surface">
      <div className="sr-only">
        <Spinner label={t("loading")} />
      </div>
      {lines.map((width, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders are identical and never move
          key={index}
          aria-hidden
          className="flex h-14 items-center gap-4 border-b border-line px-3 last:border-0 motion-safe:animate-pulse"
        >
          <span className="w-1/3">
            <span className={`block h-3 rounded bg-line ${width}`} />
          </span>
          <span className="h-3 w-24 rounded bg-line" />
          <span className="hidden h-3 w-32 rounded bg-line sm:block" />
        </div>
      ))}
    </div>
  );
}
