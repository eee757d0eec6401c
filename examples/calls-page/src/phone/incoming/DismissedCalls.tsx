import type { SoftphoneCall } from "@skale-calls/softphone";
import { useSoftphone } from "@skale-calls/softphone/react";
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { ContactHeading } from "../ContactHeading.tsx";
import { usePhone } from "../PhoneProvider.tsx";
import { useContact } from "../useContact.ts";
import { useRingingCalls } from "./useRingingCalls.ts";

/** The calls that the agent has left to colleagues. While these calls ring, the agent can still answer them here. */
export function DismissedCalls() {
  const { t } = useTranslation("phone");
  const { dismissed } = useRingingCalls();
  const isLineBusy = useSoftphone(usePhone()).current !== null;
  if (dismissed.length === 0) return null;
  return (
    <section
      aria-label={t("dismissed")}
      className="flex flex-col gap-2 rounded-lg border border-line bg-canvas p-3"
    >
      <h2 className="text-sm font-medium text-muted">{t("dismissed")}</h2>
      <ul className="flex max-h-36 flex-col gap-2 overflow-y-auto">
        {dismissed.map((call) => (
          <DismissedCall key={call.id} call={call} isLineBusy={isLineBusy} />
        ))}
      </ul>
    </section>
  );
}

function DismissedCall({ call, isLineBusy }: { call: SoftphoneCall; isLineBusy: boolean }) {
  const { t } = useTranslation("phone");
  const contact = useContact(call);
  return (
    <li className="flex items-center justify-between gap-2">
      <ContactHeading contact={{ ...contact, phone: null }} />
      <Button
        size="small"
        isDisabled={isLineBusy}
        aria-label={t("answerNamed", { name: contact.title })}
        onPress={() => void call.answer()}
      >
        <Phone aria-hidden className="size-4 text-accent" />
        {t("answer")}
      </Button>
    </li>
  );
}
