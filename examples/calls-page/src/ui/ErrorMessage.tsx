import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";

interface ErrorMessageProps {
  children: React.ReactNode;
  onRetry?: () => void;
}

/** An error, with a button to try again. */
export function ErrorMessage({ children, onRetry }: ErrorMessageProps) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-danger bg-danger-soft px-4 py-3 text-sm text-ink"
    >
      <CircleAlert aria-hidden className="size-5 shrink-0 text-danger" />
      <span className="min-w-0 flex-1">{children}</span>
      {onRetry && (
        <Button size="small" onPress={onRetry}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
