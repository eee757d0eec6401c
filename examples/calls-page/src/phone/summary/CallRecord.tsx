import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { NotesField } from "../../call/NotesField.tsx";
import { useCallRow } from "../../call/useCallRow.ts";
import { ErrorMessage } from "../../ui/ErrorMessage.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { LinkLead } from "./LinkLead.tsx";
import { useKeepName } from "./useKeepName.ts";

/** The agent's notes about a call, during the call and afterwards. Empty until the call has a row. */
export function CallRecord({ call }: { call: SoftphoneCall }) {
  const { t } = useTranslation();
  const hasRow = useCall(call).row !== null;
  const { data: row, isError, refetch } = useCallRow(call.id, { enabled: hasRow });
  useKeepName(call.id, row ?? null);
  if (!hasRow) return null;
  if (isError) return <ErrorMessage onRetry={() => void refetch()}>{t("loadFailed")}</ErrorMessage>;
  if (row === undefined) return <Spinner />;
  if (row === null) return null;
  return (
    <div className="flex flex-col gap-3">
      <NotesField callId={call.id} notes={row.notes} />
      {row.lead_id === null && <LinkLead call={row} />}
    </div>
  );
}
