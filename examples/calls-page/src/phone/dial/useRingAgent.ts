import { isCallsError } from "@skale-calls/core";
import type { Softphone } from "@skale-calls/softphone";
import { explainError } from "@skale-calls/softphone/sentences";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { useServices } from "../../services.ts";
import { showToast } from "../../ui/toasts.ts";

/** The reason if the provider does not call from the browser. */
const noBrowser = { code: "sdp_unsupported" };

/**
 * Dials without the browser, for a number whose provider rings the agent's own phone (click-to-call). Such a provider needs
 * the contact's number.
 */
export function useRingAgent(): (target: Parameters<Softphone["dial"]>[0]) => Promise<void> {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { calls } = useServices();
  return useCallback(
    async ({ to, inboxId, leadId }) => {
      const fail = (error: { code: string; message?: string }) =>
        showToast({ kind: "error", text: explainError(error, language) });
      if (to === undefined) return fail(noBrowser);
      try {
        await calls.initiateWhatsappCall({
          to,
          inboxId: inboxId ?? null,
          leadId: leadId ?? null,
        });
        showToast({ kind: "success", text: t("answerYourPhone") });
      } catch (error) {
        const known = isCallsError(error) ? error : { code: "service_failed" };
        // The provider has no click-to-call either.
        fail(known.code === "sdp_required" ? noBrowser : known);
      }
    },
    [calls, language, t],
  );
}
