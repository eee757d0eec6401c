import { classes } from "../ui/classes.ts";

/**
 * Pixels that a row takes at least. Most take just that: rows that turn out to be of another height than was thought
 * move all that follow.
 */
export const lineHeight = 58;
export const cardHeight = 128;

/** What the columns need beside each other, in rem: large text needs more. */
export const tableWidth = 56;

/** The widths of the columns, where there is room for all. */
export const rowColumns =
  "grid-cols-[minmax(8.5rem,2fr)_6rem_minmax(9rem,1.2fr)_8rem_4rem_minmax(4rem,1fr)_minmax(3rem,1.5fr)_6.5rem]";

export const cardAreas = [
  "grid-cols-[auto_minmax(0,1fr)_auto] content-start gap-y-1",
  "[grid-template-areas:'contact_contact_when'_'status_status_duration'_'actions_direction_agent'_'notes_notes_notes']",
].join(" ");

const areas: Readonly<Record<string, string>> = {
  contact: "[grid-area:contact]",
  direction: "[grid-area:direction]",
  status: "[grid-area:status]",
  when: "[grid-area:when] self-start text-right",
  duration: "[grid-area:duration] text-right",
  agent: "[grid-area:agent] text-right",
  notes: "[grid-area:notes]",
  actions: "[grid-area:actions]",
};

const wide: Readonly<Record<string, string>> = {
  duration: "pr-2 text-right tabular-nums",
  actions: "text-right",
};

export function cellClasses(column: string, isWide: boolean): string {
  return classes(
    "min-w-0 text-sm",
    column !== "contact" && column !== "status" && "text-ink",
    (column === "notes" || column === "agent") && "text-muted",
    isWide ? wide[column] : areas[column],
  );
}
