import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUpdateCall } from "../../data/useUpdateCall.ts";
import { LeadField } from "../../leads/LeadField.tsx";
import type { Lead } from "../../leads/lead.ts";
import { useLeadByPhone } from "../../leads/useLeadByPhone.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorMessage } from "../../ui/ErrorMessage.tsx";
import { showToast } from "../../ui/toasts.ts";

/** Links a call to a lead: the lead with the same number, or a lead for which the agent searches. */
export function LinkLead({ call }: { call: ListedCall }) {
  const { t } = useTranslation("phone");
  const updateCall = useUpdateCall();
  const { data: match } = useLeadByPhone(call.contact_phone);
  const [isSearching, setIsSearching] = useState(false);
  const [text, setText] = useState("");
  const link = useMutation({
    mutationFn: ({ id, full_name }: Lead) =>
      updateCall(call.id, {
        leadId: id,
        ...(full_name === null ? {} : { contactName: full_name }),
      }),
    onSuccess(_, lead) {
      showToast({ kind: "success", text: t("linked", { name: lead.full_name ?? "" }) });
    },
  });
  return (
    <div className="flex flex-col gap-2">
      {link.isError && (
        <ErrorMessage onRetry={() => link.mutate(link.variables)}>{t("linkFailed")}</ErrorMessage>
      )}
      {match ? (
        <Button isPending={link.isPending} onPress={() => link.mutate(match)}>
          <Link2 aria-hidden className="size-4" />
          {t("linkTo", { name: match.full_name ?? match.phone ?? "" })}
        </Button>
      ) : isSearching ? (
        <LeadField
          label={t("linkSearch")}
          text={text}
          onTextChange={setText}
          onChoose={(lead) => link.mutate(lead)}
          description={t("linkHint")}
        />
      ) : (
        <Button onPress={() => setIsSearching(true)}>
          <Link2 aria-hidden className="size-4" />
          {t("link")}
        </Button>
      )}
    </div>
  );
}
