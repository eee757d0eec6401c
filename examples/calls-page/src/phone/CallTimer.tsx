import { formatDuration } from "../format/formatDuration.ts";
import { second, useNow } from "../ui/useNow.ts";

/** The time since a moment, counting up. Screen readers do not announce each second. */
export function CallTimer({ since }: { since: number }) {
  const now = useNow(second);
  return (
    <span role="timer" className="tabular-nums">
      {formatDuration((now - since) / 1000)}
    </span>
  );
}
