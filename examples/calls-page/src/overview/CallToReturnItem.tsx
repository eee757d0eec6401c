import type { CallToReturn } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallLink } from "../call/CallLink.tsx";
import { CallTime } from "../call/CallTime.tsx";
import { ContactName } from "../call/ContactName.tsx";
import { readContact } from "../call/readContact.ts";
import { CallBackButton } from "../phone/dial/CallBackButton.tsx";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";

/** A contact who waits for a call back: who, since when, how often, and a way to do it. */
export function CallToReturnItem({ call, missedCount, attempts }: CallToReturn) {
  const { t } = useTranslation("overview");
  const { name, phone } = readContact(call);
  const request = readDialRequest(call, name);
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1 text-sm">
        <CallLink
          id={call.id}
          className="inline-block min-h-6 font-medium break-words underline decoration-field underline-offset-2 hover:decoration-ink"
        >
          <ContactName call={call} />
        </CallLink>
        {phone && <p className="text-muted tabular-nums">{phone}</p>}
        <p className="text-muted">
          <CallTime createdAt={call.created_at} /> · {t("missedTimes", { count: missedCount })}
          {attempts > 0 && <> · {t("attempts", { count: attempts })}</>}
        </p>
      </div>
      {request && <CallBackButton isReturn {...request} />}
    </li>
  );
}
