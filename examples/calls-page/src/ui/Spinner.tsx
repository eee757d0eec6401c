import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";

/** A loading indicator. Its text names the loaded content for screen readers. */
export function Spinner({ label }: { label?: string }) {
  const { t } = useTranslation();
  return (
    <span role="status" className="inline-flex items-center gap-2 text-sm text-muted">
      <LoaderCircle aria-hidden className="size-5 animate-spin" />
      {label ?? t("loading")}
    </span>
  );
}
