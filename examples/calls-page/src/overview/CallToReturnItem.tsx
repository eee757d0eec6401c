import type { CallToReturn } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallLink } from "../call/CallLink.tsx";
import { CallTime } from "../call/CallTime.tsx";
import { useContact } from "../call/useContact.ts";
import { CallBackButton } from "../phone/dial/CallBackButton.tsx";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";

/** A contact who waits for a call back, with the time, the number of missed calls, and a button to call. */
export function CallToReturnItem({ call, missedCount, attempts }: CallToReturn) {
  const { t } = useTranslation("overview");
  const { t: tCommon } = useTranslation();
  const contact = useContact(call);
  const { name, phone } = contact;
  const request = readDialRequest(call, contact);
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1 text-sm">
        <CallLink
          id={call.id}
          className="inline-block min-h-6 font-medium wrap-anywhere underline decoration-field underline-offset-2 hover:decoration-ink"
        >
          <bdi>{name ?? tCommon("unknownContact")}</bdi>
        </CallLink>
        {phone && (
          <p className="text-muted tabular-nums">
            <bdi>{phone}</bdi>
          </p>
        )}
        <p className="text-muted">
          <CallTime createdAt={call.created_at} /> · {t("missedTimes", { count: missedCount })}
          {attempts > 0 && <> · {t("attempts", { count: attempts })}</>}
        </p>
      </div>
      {request && <CallBackButton isReturn {...request} />}
    </li>
  );
}
