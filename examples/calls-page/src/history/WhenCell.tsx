import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallTime } from "../call/CallTime.tsx";
import { OutsideHours } from "../call/OutsideHours.tsx";
import { readDuration } from "../call/readDuration.ts";

/** The time and the duration of a call. */
export function WhenCell({ call }: { call: ListedCall }) {
  const { t } = useTranslation("history");
  const duration = readDuration(call);
  return (
    <span className="flex min-w-0 flex-col leading-5">
      <span className="flex min-w-0 items-center gap-1">
        <CallTime createdAt={call.created_at} />
        {call.outside_hours && <OutsideHours isBrief />}
      </span>
      {duration !== null && (
        <span className="text-muted tabular-nums">
          <span className="sr-only">{t("column.duration")}: </span>
          {duration}
        </span>
      )}
    </span>
  );
}
