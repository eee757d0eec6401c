import type { ListedCall } from "@skale-calls/supabase-adapter";
import { EndReasonText, StatusBadge } from "../call/StatusBadge.tsx";

/** The status of a call, with its reason in one line. The call's detail shows the whole reason. */
export function StatusCell({ call }: { call: ListedCall }) {
  return (
    <span className="flex min-w-0 items-center gap-x-1 @min-[43rem]:flex-col @min-[43rem]:items-start @min-[43rem]:gap-0.5">
      <StatusBadge call={call} />
      <span className="line-clamp-1 min-w-0 flex-1 px-1 text-xs break-all text-muted empty:hidden @min-[43rem]:px-2">
        <EndReasonText call={call} />
      </span>
    </span>
  );
}
