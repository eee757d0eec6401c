import { useTranslation } from "react-i18next";
import { useInboxes } from "../../data/useInboxes.ts";
import { formatPhone } from "../../format/formatPhone.ts";
import { storedInbox } from "../../preferences/stored.ts";
import { Select } from "../../ui/Select.tsx";

/** The field for the number to call from. It is absent if the branch has only one number. */
export function InboxSelect() {
  const { t } = useTranslation("phone");
  const { inboxes, chosen } = useInboxes();
  if (!chosen) return null;
  return (
    <Select
      label={t("callFrom")}
      value={chosen.id}
      onChange={storedInbox.set}
      options={inboxes.map(({ id, name, phone_number: number }) => ({
        value: id,
        name: [name, number && formatPhone(number)].filter(Boolean).join(" · "),
      }))}
    />
  );
}
