import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall, useSoftphone } from "@skale-calls/softphone/react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { describeEnd } from "./describeEnd.ts";
import { useDialling } from "./dial/useDial.ts";
import { useRingingCalls } from "./incoming/useRingingCalls.ts";
import { usePhone } from "./PhoneProvider.tsx";
import { useContact } from "./useContact.ts";

/** Announces calls to screen readers. It is always mounted, because a region that appears with its text is often not read. */
export function CallAnnouncer() {
  const { current } = useSoftphone(usePhone());
  const { finished } = useDialling();
  const ringing = useRingingCalls().ringing.at(-1);
  const own = current ?? finished;
  return createPortal(
    <div data-live-announcer="true" className="sr-only">
      <div aria-live="assertive">{ringing && <IncomingText call={ringing} />}</div>
      <div aria-live="polite">{own && <PhaseText call={own} />}</div>
    </div>,
    document.body,
  );
}

function IncomingText({ call }: { call: SoftphoneCall }) {
  const { t } = useTranslation("phone");
  return t("incomingFrom", { name: useContact(call).title });
}

function PhaseText({ call }: { call: SoftphoneCall }) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const state = useCall(call);
  if (state.phase === "ended") {
    return t("announce.ended", { reason: describeEnd(state, language) });
  }
  return state.phase === "connected" ? t("announce.connected") : t(`phase.${state.phase}`);
}
