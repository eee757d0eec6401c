import { useCall, useSoftphone } from "@skale-calls/softphone/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/TextField.tsx";
import { usePhone } from "./PhoneProvider.tsx";

export function PhonePanel() {
  const { t } = useTranslation("phone");
  const softphone = usePhone();
  const { current, calls } = useSoftphone(softphone);
  const state = useCall(current);
  const ringing = calls.find((call) => call !== current);
  const [to, setTo] = useState("");
  return (
    <aside aria-label={t("dialTitle")} className="w-80 border-l border-line bg-surface p-4">
      {ringing && (
        <div role="alertdialog" aria-label={t("incoming")}>
          {t("incoming")}
          <Button onPress={() => void ringing.answer()}>{t("answer")}</Button>
          <Button onPress={() => void ringing.reject()}>{t("reject")}</Button>
        </div>
      )}
      {current && state ? (
        <>
          <p>{t(`phase.${state.phase}`)}</p>
          <Button variant="danger" onPress={() => void current.hangUp()}>
            {t("hangUp")}
          </Button>
        </>
      ) : (
        <>
          <TextField label={t("number")} value={to} onChange={setTo} />
          <Button variant="primary" onPress={() => softphone.dial({ to })}>
            {t("dial")}
          </Button>
        </>
      )}
    </aside>
  );
}
