import { Delete, Phone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPhone } from "../../format/formatPhone.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { LeadField } from "../../leads/LeadField.tsx";
import type { Lead } from "../../leads/lead.ts";
import { useServices } from "../../services.ts";
import { Button } from "../../ui/Button.tsx";
import { describeProblem } from "./describeProblem.ts";
import { InboxSelect } from "./InboxSelect.tsx";
import { Keys } from "./Keys.tsx";
import { readPhone } from "./readPhone.ts";
import { useDial } from "./useDial.ts";

/** The dial pad, with a field for the contact: a lead or any number. */
export function DialPad() {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { defaultCountry } = useServices().config;
  const dial = useDial();
  const [text, setText] = useState("");
  const [lead, setLead] = useState<Lead | null>(null);
  /** Whether the agent has tried to dial the number. Before that, no problem of the number is shown. */
  const [isTried, setIsTried] = useState(false);
  const { phone, problem } = readPhone(text, defaultCountry);

  const write = (next: string) => {
    setText(next);
    setLead(null);
    setIsTried(false);
  };
  const call = () => {
    setIsTried(true);
    if (phone === null) return;
    dial({
      to: phone,
      ...(lead ? { leadId: lead.id } : {}),
      ...(lead?.full_name ? { contactName: lead.full_name } : {}),
    });
  };

  return (
    <section aria-label={t("dialTitle")} className="flex flex-col gap-3">
      <InboxSelect />
      <LeadField
        label={t("number")}
        text={text}
        onTextChange={write}
        onChoose={(chosen) => {
          setText(chosen.phone ? formatPhone(chosen.phone) : "");
          setLead(chosen);
          setIsTried(false);
        }}
        onEnter={call}
        needsPhone
        hasRoomForHelp
        description={phone && <Preview phone={phone} name={lead?.full_name ?? null} />}
        errorMessage={isTried && problem ? describeProblem(problem, language) : undefined}
      />
      <Keys label={t("dialKeys")} onKey={(key) => write(text + key)} />
      <div className="grid grid-cols-[1fr_auto] gap-1.5">
        <Button variant="primary" size="large" onPress={call}>
          <Phone aria-hidden className="size-5" />
          {t("dial")}
        </Button>
        <Button
          variant="bare"
          aria-label={t("backspace")}
          isDisabled={text === ""}
          onPress={() => write(text.slice(0, -1))}
          className="min-h-12 px-3!"
        >
          <Delete aria-hidden className="size-5" />
        </Button>
      </div>
    </section>
  );
}

function Preview({ phone, name }: { phone: string; name: string | null }) {
  const { t } = useTranslation("phone");
  const shown = formatPhone(phone);
  return <>{name ? t("willCallName", { name, phone: shown }) : t("willCall", { phone: shown })}</>;
}
