import { isSoftphoneError, type SoftphoneCall } from "@skale-calls/softphone";
import { explainError } from "@skale-calls/softphone/sentences";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { isKey, Keys } from "../dial/Keys.tsx";

interface KeypadProps {
  call: SoftphoneCall;
  onClose: () => void;
}

/** The keys that send tones. While they are shown, the keyboard's digits also send tones, except in a text field. */
export function Keypad({ call, onClose }: KeypadProps) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const [sent, setSent] = useState("");
  const [error, setError] = useState<string | null>(null);

  const press = (key: string) => {
    try {
      call.sendDtmf(key);
      setSent((before) => before + key);
      setError(null);
    } catch (cause) {
      if (!isSoftphoneError(cause)) throw cause;
      setError(explainError(cause, language));
    }
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (target instanceof Element && target.matches("input, textarea")) return;
    if (isKey(key)) press(key);
    if (key === "Escape") {
      // This Escape closes only the keypad. The next Escape closes the dialog around it.
      event.stopPropagation();
      onClose();
    }
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, []);

  return (
    <div className="flex flex-col gap-2">
      <output
        aria-label={t("sentTones")}
        className="min-h-8 rounded-lg border border-line bg-canvas px-2 py-1 text-center tracking-widest break-all tabular-nums"
      >
        {sent || <span className="text-sm tracking-normal text-muted">{t("noTones")}</span>}
      </output>
      <Keys label={t("keypad")} onKey={press} />
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
