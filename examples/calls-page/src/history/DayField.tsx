import { type DateValue, parseDate } from "@internationalized/date";
import { Calendar as CalendarIcon, ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
} from "react-aria-components";
import { useTranslation } from "react-i18next";

interface DayFieldProps {
  label: string;
  /** `YYYY-MM-DD`. */
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** The first valid year. An earlier year, such as 202, is a year that the user has not finished typing. */
const firstYear = 2000;
const arrowClasses =
  "grid size-9 cursor-pointer place-items-center rounded-full text-ink hover:bg-canvas";

/** A field for a day. The user types the day or chooses it in a calendar. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  const { t } = useTranslation("history");
  const [typed, setTyped] = useState<DateValue | null>(null);
  const [lastValue, setLastValue] = useState(value);
  if (value !== lastValue) {
    setLastValue(value);
    setTyped(null);
  }

  function change(day: DateValue | null): void {
    const isReady = day !== null && day.year >= firstYear;
    setTyped(isReady ? null : day);
    if (isReady) onChange(day.toString());
    else if (day === null) onChange(undefined);
  }

  return (
    <DatePicker
      value={typed ?? (value === undefined ? null : parseDate(value))}
      onChange={change}
      className="flex flex-col gap-1"
    >
      <Label className="text-sm font-medium">{label}</Label>
      <Group className="flex min-h-10 items-center rounded-lg border border-field bg-surface pl-3 text-sm text-ink focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
        <DateInput className="flex flex-1 py-1">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded px-0.5 py-1 tabular-nums outline-none focus:bg-accent focus:text-accent-ink data-placeholder:text-muted data-placeholder:focus:text-accent-ink"
            />
          )}
        </DateInput>
        <AriaButton aria-label={t("openCalendar")} className={arrowClasses}>
          <CalendarIcon aria-hidden className="size-4" />
        </AriaButton>
      </Group>
      <Popover className="rounded-xl border border-line bg-raised p-3 shadow-lg">
        <Dialog className="outline-none">
          <Calendar>
            <header className="flex items-center justify-between">
              <AriaButton slot="previous" className={arrowClasses}>
                <ChevronLeft aria-hidden className="size-4" />
              </AriaButton>
              <Heading className="text-sm font-semibold" />
              <AriaButton slot="next" className={arrowClasses}>
                <ChevronRight aria-hidden className="size-4" />
              </AriaButton>
            </header>
            <CalendarGrid className="text-sm [&_th]:size-9 [&_th]:font-normal [&_th]:text-muted">
              {(date) => (
                <CalendarCell
                  date={date}
                  className="grid size-9 cursor-pointer place-items-center rounded-full outline-none hover:bg-canvas focus-visible:outline-2 data-outside-month:hidden data-selected:bg-accent data-selected:text-accent-ink"
                />
              )}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
