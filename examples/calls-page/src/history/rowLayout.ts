import type { ListedCall } from "@skale-calls/supabase-adapter";
import { classes } from "../ui/classes.ts";

/**
 * The minimum height of a row in pixels, and the estimate for every row. Most rows must have exactly this height, because a row
 * with another height moves all rows after it.
 */
export const lineHeight = 57;
export const cardHeight = 85;
/** The line of notes on a card. */
const notesHeight = 24;

export function estimateCard(call: Pick<ListedCall, "notes"> | undefined): number {
  return call?.notes ? cardHeight + notesHeight : cardHeight;
}

/** The minimum width of all columns in rem, because large text needs more space. */
export const tableWidth = 45;

/** The widths of the columns, which share the available space. */
export const rowColumns =
  "grid-cols-[minmax(0,2.2fr)_minmax(10.75rem,1.7fr)_minmax(8.5rem,1fr)_minmax(0,1fr)_minmax(0,1.8fr)_2.5rem]";

export const cardAreas = [
  "grid-cols-[minmax(0,1fr)_auto_auto] gap-y-1",
  "[grid-template-areas:'contact_when_actions'_'status_status_actions'_'notes_notes_notes']",
].join(" ");

const areas: Readonly<Record<string, string>> = {
  contact: "[grid-area:contact]",
  // The agent is at the end of this line.
  status: "[grid-area:status] pr-17",
  when: "[grid-area:when] self-start text-right",
  agent: "[grid-area:status] max-w-16 justify-self-end truncate text-right text-xs leading-6",
  notes: "[grid-area:notes] empty:hidden",
  actions: "[grid-area:actions]",
};

const wide: Readonly<Record<string, string>> = {
  agent: "truncate",
  actions: "text-right",
};

export function cellClasses(column: string, isWide: boolean): string {
  return classes(
    "min-w-0 text-sm",
    column === "agent" || column === "notes" ? "text-muted" : "text-ink",
    isWide ? wide[column] : areas[column],
  );
}
