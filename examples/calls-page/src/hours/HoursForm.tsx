import type { CallHours } from "@skale-calls/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { Button } from "../ui/Button.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { TextField } from "../ui/TextField.tsx";
import { type HoursField, readDraft, weekdays, writeDraft } from "./hoursDraft.ts";
import { nameWeekday } from "./nameWeekday.ts";
import { problemOf, useSaveCallHours } from "./useCallHours.ts";

interface HoursFormProps {
  inboxId: string;
  hours: CallHours | null;
  onSaved: () => void;
}

/** Fields for the business hours of a number. */
export function HoursForm({ inboxId, hours, onSaved }: HoursFormProps) {
  const { t } = useTranslation("hours");
  const language = useLanguage();
  const helpId = useId();
  const [draft, setDraft] = useState(() =>
    writeDraft(hours, Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const [wrong, setWrong] = useState<readonly HoursField[]>([]);
  const save = useSaveCallHours(inboxId);

  const submit = () => {
    const read = readDraft(draft);
    setWrong("wrong" in read ? read.wrong : []);
    if ("hours" in read) save.mutate(read.hours, { onSuccess: onSaved });
  };
  const errorOf = (field: HoursField, text: string) =>
    wrong.includes(field) ? { isInvalid: true, errorMessage: text } : {};

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label={t("form.timeZone")}
        placeholder={t("form.timeZoneHelp")}
        value={draft.timeZone}
        onChange={(timeZone) => setDraft({ ...draft, timeZone })}
        {...errorOf("timeZone", t("form.badTimeZone"))}
      />
      <p id={helpId} className="text-sm text-muted">
        {t("form.days")}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {weekdays.map((day, index) => (
          <TextField
            key={day}
            label={nameWeekday(day, language)}
            aria-describedby={helpId}
            className="[&_input]:px-2 [&_input]:text-sm"
            value={draft.days[index] ?? ""}
            onChange={(text) =>
              setDraft({ ...draft, days: draft.days.map((old, n) => (n === index ? text : old)) })
            }
            {...errorOf(index, t("form.badDay"))}
          />
        ))}
      </div>
      <TextField
        label={t("form.holidays")}
        placeholder={t("form.holidaysHelp")}
        rows={3}
        value={draft.holidays}
        onChange={(holidays) => setDraft({ ...draft, holidays })}
        {...errorOf("holidays", t("form.badHoliday"))}
      />
      {save.isError && <ErrorMessage>{t(`form.${problemOf(save.error)}`)}</ErrorMessage>}
      <div className="flex flex-wrap justify-end gap-3">
        {hours !== null && (
          <Button
            isDisabled={save.isPending}
            onPress={() => save.mutate(null, { onSuccess: onSaved })}
          >
            {t("form.remove")}
          </Button>
        )}
        <Button type="submit" variant="primary" isPending={save.isPending}>
          {t("form.save")}
        </Button>
      </div>
    </form>
  );
}
