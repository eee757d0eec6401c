import { type CallHours, isCallsError } from "@skale-calls/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useInboxes } from "../data/useInboxes.ts";
import { useServices } from "../services.ts";
import { showToast } from "../ui/toasts.ts";

const hoursKey = (inboxId: string | undefined) => ["callHours", inboxId] as const;

/** Reads the business hours of the number to call from. */
export function useCallHours() {
  const { calls } = useServices();
  const { inboxes, chosen } = useInboxes();
  const inbox = chosen ?? inboxes[0];
  const query = useQuery({
    queryKey: hoursKey(inbox?.id),
    enabled: inbox !== undefined,
    queryFn: () => calls.fetchCallHours({ inboxId: inbox?.id ?? null }),
    retry: false,
  });
  return { query, inbox, hasSeveral: chosen !== null };
}

/** Sets or deletes the business hours of a number. */
export function useSaveCallHours(inboxId: string) {
  const { calls } = useServices();
  const { t } = useTranslation("hours");
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (hours: CallHours | null) => calls.saveCallHours({ inboxId, hours }),
    onSuccess({ hours, provider }) {
      showToast(
        provider === "failed"
          ? { kind: "error", text: t("form.notAtProvider") }
          : { kind: "success", text: t(hours === null ? "form.removed" : "form.saved") },
      );
      void queryClient.invalidateQueries({ queryKey: ["availability", inboxId] });
      return queryClient.invalidateQueries({ queryKey: hoursKey(inboxId) });
    },
  });
}

/** The text for hours that were not saved. */
export function problemOf(error: unknown): "refused" | "forbidden" | "failed" {
  if (!isCallsError(error)) return "failed";
  if (error.code === "invalid_request") return "refused";
  return error.code === "forbidden" ? "forbidden" : "failed";
}
