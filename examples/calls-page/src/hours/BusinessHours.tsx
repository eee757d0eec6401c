import { type CallHours, findOpening, isOpen } from "@skale-calls/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../format/formatMoment.ts";
import type { Language } from "../i18n/i18n.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { minute, useNow } from "../ui/useNow.ts";
import { HoursForm } from "./HoursForm.tsx";
import { intervalsOf, weekdays, writeIntervals } from "./hoursDraft.ts";
import { nameWeekday } from "./nameWeekday.ts";
import { useCallHours } from "./useCallHours.ts";

/** The business hours of the number to call from; agents who may set them can change them here. */
export function BusinessHours() {
  const { t } = useTranslation("hours");
  const { query, inbox, hasSeveral } = useCallHours();
  const [isEditing, setEditing] = useState(false);
  const titleId = useId();
  if (inbox === undefined) return null;
  const { data } = query;
  return (
    <section
      aria-labelledby={titleId}
      className="flex min-w-0 flex-col gap-4 rounded-2xl border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={titleId} className="font-semibold wrap-anywhere">
          {hasSeveral && inbox.name ? t("titleOf", { inbox: inbox.name }) : t("title")}
        </h2>
        {data?.maySet && (
          <Button size="small" onPress={() => setEditing(true)}>
            {t("change")}
          </Button>
        )}
      </div>
      {query.isPending && <Spinner />}
      {query.isError && (
        <ErrorMessage onRetry={() => void query.refetch()}>{t("failed")}</ErrorMessage>
      )}
      {data && (data.hours ? <Hours hours={data.hours} /> : <p className="text-sm">{t("none")}</p>)}
      {data && (
        <Dialog title={t("form.title")} isOpen={isEditing} onOpenChange={setEditing}>
          <HoursForm inboxId={data.inboxId} hours={data.hours} onSaved={() => setEditing(false)} />
        </Dialog>
      )}
    </section>
  );
}

function Hours({ hours }: { hours: CallHours }) {
  const { t } = useTranslation("hours");
  const language = useLanguage();
  const now = new Date(useNow(minute));
  const state = readState(hours, now);
  const today = now.toISOString().slice(0, 10);
  const holidays = hours.holidays
    .filter(({ date }) => date >= today)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return (
    <>
      {state && (
        <p className="text-sm font-medium">
          {state.isOpen && t("open")}
          {!state.isOpen &&
            (state.opens
              ? t("opens", { when: formatMoment(state.opens, "dayAndTime", language) })
              : t("closedNow"))}
        </p>
      )}
      <Rows
        rows={weekdays.map((day) => [
          nameWeekday(day, language),
          writeIntervals(intervalsOf(hours, day)) || t("closed"),
        ])}
      />
      {holidays.length > 0 && (
        <>
          <h3 className="text-sm font-medium">{t("holidays")}</h3>
          <Rows
            rows={holidays.map(({ date, open, close }) => [
              formatDate(date, language),
              open !== undefined && close !== undefined
                ? writeIntervals([{ open, close }])
                : t("closed"),
            ])}
          />
        </>
      )}
      <p className="text-xs text-muted">{t("timeZone", { timeZone: hours.time_zone })}</p>
    </>
  );
}

function Rows({ rows }: { rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether the number is open, and when it opens; null if the browser does not know the time zone. */
function readState(hours: CallHours, now: Date): { isOpen: boolean; opens: string | null } | null {
  try {
    return { isOpen: isOpen(hours, now), opens: findOpening(hours, now) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A date has no time zone, so the middle of the day is formatted. */
const formatDate = (date: string, language: Language) =>
  formatMoment(`${date}T12:00:00`, "dayOfWeek", language);
