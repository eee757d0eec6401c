import type { ListedCall } from "@skale-calls/supabase-adapter";
import { EndReasonText, StatusBadge } from "../call/StatusBadge.tsx";

/** How a call ended, and in one line why; the whole of it is in the call's detail. */
export function StatusCell({ call }: { call: ListedCall }) {
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5">
      <StatusBadge call={call} />
      <span className="line-clamp-1 px-2 text-xs break-all text-muted empty:hidden">
        <EndReasonText call={call} />
      </span>
    </span>
  );
}
