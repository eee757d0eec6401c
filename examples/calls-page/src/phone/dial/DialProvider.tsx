import { availabilitySentence } from "@skale-calls/core";
import type { CallState, Softphone, SoftphoneCall } from "@skale-calls/softphone";
import { explainError } from "@skale-calls/softphone/sentences";
import { createContext, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAvailability } from "../../data/useAvailability.ts";
import { useInboxes } from "../../data/useInboxes.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { useServices } from "../../services.ts";
import { showToast } from "../../ui/toasts.ts";
import { describeProblem } from "./describeProblem.ts";
import { readDialled, readPhone } from "./readPhone.ts";
import { useRingAgent } from "./useRingAgent.ts";

export interface DialRequest {
  /** A number in any notation. */
  to?: string;
  /** A WhatsApp user's id, for a contact whose number is not known. */
  recipient?: string;
  leadId?: string;
  contactName?: string;
}

export interface Dialling {
  dial: (request: DialRequest) => void;
  /** The contact's data at the time of dialling. */
  dialled: (DialRequest & { callId: string }) | null;
  /** The agent's last ended call, until its summary is closed. */
  finished: SoftphoneCall | null;
  closeSummary: () => void;
}

export const DialContext = createContext<Dialling | null>(null);

/** Whether the agent dialled or answered the call. A call that only rang here is not the agent's. */
const wasOwn = ({ direction, answeredAt }: CallState) =>
  direction === "saliente" || answeredAt !== null;

/** Whether the number's provider transports the audio itself, to the agent's own phone. Nothing was dialled then. */
const needsPhone = ({ error }: CallState) => error?.code === "sdp_unsupported";

type Dialled = Parameters<Softphone["dial"]>[0];

/** Provides data about the agent's calls that the softphone does not have: the dialled contact and the last call. */
export function DialProvider({
  softphone,
  children,
}: {
  softphone: Softphone;
  children: React.ReactNode;
}) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { defaultCountry } = useServices().config;
  const inboxId = useInboxes().chosen?.id;
  const [block] = useAvailability().blocks;
  const [dialled, setDialled] = useState<Dialling["dialled"]>(null);
  const [finished, setFinished] = useState<SoftphoneCall | null>(null);
  const lastDial = useRef<{ callId: string; target: Dialled } | null>(null);
  const ringAgent = useRingAgent();

  useEffect(() => {
    const stops = [
      softphone.on("ended", (call) => {
        const { state } = call;
        const last = lastDial.current;
        if (needsPhone(state) && last?.callId === call.id) void ringAgent(last.target);
        else if (wasOwn(state)) setFinished(call);
        else if (state.error)
          showToast({ kind: "error", text: explainError(state.error, language) });
      }),
      softphone.on("error", ({ error, call }) => {
        if (!call) showToast({ kind: "error", text: explainError(error, language) });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [softphone, language, ringAgent]);

  const dial = useCallback(
    (request: DialRequest) => {
      if (softphone.state.current) {
        showToast({ kind: "error", text: t("lineBusy") });
        return;
      }
      if (block) {
        showToast({ kind: "error", text: availabilitySentence(block.code, language) });
        return;
      }
      const { to = "", recipient, leadId, contactName } = request;
      const { phone, problem } = readDialled(to, defaultCountry);
      const byUserId = to === "" && recipient !== undefined ? { recipient } : null;
      if (problem && !byUserId) {
        showToast({ kind: "error", text: describeProblem(problem, language) });
        return;
      }
      const target = byUserId ?? { to: phone ?? to };
      const dialledTarget = {
        ...target,
        ...(inboxId === undefined ? {} : { inboxId }),
        ...(leadId === undefined ? {} : { leadId }),
      };
      const { id } = softphone.dial(dialledTarget);
      lastDial.current = { callId: id, target: dialledTarget };
      // For a contact without a name, the page shows the number or the user id. Neither is stored as a name.
      const hasName =
        contactName &&
        contactName !== recipient &&
        readPhone(contactName, defaultCountry).phone === null;
      setDialled({
        callId: id,
        ...target,
        ...(leadId === undefined ? {} : { leadId }),
        ...(hasName ? { contactName } : {}),
      });
    },
    [softphone, inboxId, block, defaultCountry, t, language],
  );

  const dialling = useMemo(
    () => ({ dial, dialled, finished, closeSummary: () => setFinished(null) }),
    [dial, dialled, finished],
  );
  return <DialContext value={dialling}>{children}</DialContext>;
}
