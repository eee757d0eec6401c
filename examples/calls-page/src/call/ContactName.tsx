import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { useContact } from "./useContact.ts";

/** A call's contact in one line: the name, or the number if the name is not known. */
export function ContactName({ call }: { call: ListedCall }) {
  const { t } = useTranslation();
  const { name } = useContact(call);
  return <bdi className="block truncate text-left">{name ?? t("unknownContact")}</bdi>;
}
