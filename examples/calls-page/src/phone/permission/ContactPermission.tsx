import { isCallsError } from "@skale-calls/core";
import { useCallPermission } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { useInboxes } from "../../data/useInboxes.ts";
import { useServices } from "../../services.ts";
import { Button } from "../../ui/Button.tsx";
import type { DialRequest } from "../dial/DialProvider.tsx";
import { PermissionPanel } from "./PermissionPanel.tsx";

interface ContactPermissionProps {
  /** The contact, with the number in E.164. */
  request: DialRequest;
}

/** Whether a contact may be called, and the button that asks the contact for the permission. Absent if the server cannot tell. */
export function ContactPermission({ request }: ContactPermissionProps) {
  const { t } = useTranslation(["phone", "common"]);
  const { calls } = useServices();
  const inboxId = useInboxes().chosen?.id;
  const { to, recipient } = request;
  const asked = useCallPermission(calls, {
    ...(to === undefined ? { recipient: recipient ?? "" } : { to }),
    ...(inboxId !== undefined && { inboxId }),
  });
  const { permission, error, reload } = asked;
  if (permission) return <PermissionPanel request={request} asked={{ ...asked, permission }} />;
  if (!error || (isCallsError(error) && error.status < 500)) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <p>{t("permission.unreadable")}</p>
      <Button size="small" onPress={() => void reload()}>
        {t("common:retry")}
      </Button>
    </div>
  );
}
