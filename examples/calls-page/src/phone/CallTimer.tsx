import { formatDuration } from "../format/formatDuration.ts";
import { second, useNow } from "../ui/useNow.ts";

/** Counts up from a moment. Screen readers do not announce each second. */
export function CallTimer({ since }: { since: number }) {
  const now = useNow(second);
  return (
    <span role="timer" className="tabular-nums">
      {formatDuration((now - since) / 1000)}
    </span>
  );
}
