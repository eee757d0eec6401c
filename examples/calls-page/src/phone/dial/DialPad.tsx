import { availabilitySentence } from "@skale-calls/core";
import { Delete, Phone } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAvailability } from "../../data/useAvailability.ts";
import { formatPhone } from "../../format/formatPhone.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { LeadField } from "../../leads/LeadField.tsx";
import type { Lead } from "../../leads/lead.ts";
import { useServices } from "../../services.ts";
import { Button } from "../../ui/Button.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";
import { ContactPermission } from "../permission/ContactPermission.tsx";
import { CostEstimate } from "./CostEstimate.tsx";
import type { DialRequest } from "./DialProvider.tsx";
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
  const settledPhone = useDebounced(phone, typingPause);
  const [block] = useAvailability().blocks;
  const blockId = useId();

  const write = (next: string) => {
    setText(next);
    setLead(null);
    setIsTried(false);
  };
  const call = () => {
    setIsTried(true);
    if (phone !== null) dial(readRequest(phone, lead));
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
        <Button
          variant="primary"
          size="large"
          isDisabled={block !== undefined}
          {...(block && { "aria-describedby": blockId })}
          onPress={call}
        >
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
      {block && (
        <p id={blockId} className="text-sm text-warn">
          {availabilitySentence(block.code, language)}
        </p>
      )}
      {phone !== null && phone === settledPhone && (
        <>
          <CostEstimate to={phone} />
          <ContactPermission key={phone} request={readRequest(phone, lead)} />
        </>
      )}
    </section>
  );
}

/** Milliseconds without typing, after which the permission of the typed number is read. */
const typingPause = 400;

const readRequest = (to: string, lead: Lead | null): DialRequest => ({
  to,
  ...(lead ? { leadId: lead.id } : {}),
  ...(lead?.full_name ? { contactName: lead.full_name } : {}),
});

function Preview({ phone, name }: { phone: string; name: string | null }) {
  const { t } = useTranslation("phone");
  const shown = formatPhone(phone);
  return <>{name ? t("willCallName", { name, phone: shown }) : t("willCall", { phone: shown })}</>;
}
