import type { SoftphoneCall, SoftphoneError } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { explainError } from "@skale-calls/softphone/sentences";
import { TriangleAlert, Volume2, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { Button } from "../../ui/Button.tsx";

/** The problems of the current call. */
export function CallWarnings({ call }: { call: SoftphoneCall }) {
  const { t } = useTranslation(["phone", "common"]);
  const language = useLanguage();
  const { phase, isSilent, isInterrupted, error } = useCall(call);
  const [warning, dismiss] = useCallWarning(call);
  return (
    <div role="status" className="flex flex-col gap-2 empty:hidden">
      {phase === "reconnecting" && <Warning>{t("isReconnecting")}</Warning>}
      {error && phase === "dialing" && <Warning>{explainError(error, language)}</Warning>}
      {isInterrupted && <Warning>{t("interrupted")}</Warning>}
      {isSilent && phase === "connected" && (
        <Warning>{explainError({ code: "no_media" }, language)}</Warning>
      )}
      {warning && (
        <Warning>
          <span className="flex-1">{explainError(warning, language)}</span>
          {warning.code === "audio_blocked" ? (
            // The softphone starts playing at the next click or key on the page, which includes this click.
            <Button size="small" onPress={dismiss}>
              <Volume2 aria-hidden className="size-4" />
              {t("startSound")}
            </Button>
          ) : (
            <Button variant="bare" size="icon" aria-label={t("common:close")} onPress={dismiss}>
              <X aria-hidden className="size-4" />
            </Button>
          )}
        </Warning>
      )}
    </div>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-2 rounded-lg border border-warn bg-warn-soft px-3 py-2 text-sm text-ink">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
      {children}
    </div>
  );
}

/** Warnings that end by themselves. The call's state shows them. */
const ofState: readonly string[] = ["no_media", "microphone_interrupted"];

/** The last warning of a call, until it is dismissed. */
function useCallWarning(call: SoftphoneCall): [SoftphoneError | null, () => void] {
  const [warning, setWarning] = useState<SoftphoneError | null>(null);
  useEffect(() => {
    setWarning(null);
    return call.on("warning", (error) => {
      if (!ofState.includes(error.code)) setWarning(error);
    });
  }, [call]);
  return [warning, useCallback(() => setWarning(null), [])];
}
