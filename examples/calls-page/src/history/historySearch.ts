import { parseDate } from "@internationalized/date";
import type { CallFilters } from "@skale-calls/supabase-adapter";
import * as z from "zod/mini";

/** The directions, and the ways into incoming calls that WhatsApp reports: our call button (`boton`) and our call link (`enlace`). */
export const directionChoices = ["entrante", "saliente", "boton", "enlace"] as const;

const entryPoints = { boton: "button", enlace: "link" } as const;

/** The statuses, and `perdidas`: missed calls as defined by the overview. */
export const statusChoices = [
  "perdidas",
  "completada",
  "no_contestada",
  "cancelada",
  "fallida",
  "en_curso",
  "iniciando",
] as const;

/** The choices for the number of last days. */
export const periods = [1, 7, 30] as const;

const daySchema = z.string().check(z.refine(isDay));

/** The router parses digits in the address as a number. */
const textSchema = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((text) => String(text)),
);

/** The history's filters in the address. An invalid value is ignored. */
export const historySearchSchema = z.object({
  direction: z.catch(z.optional(z.enum(directionChoices)), undefined),
  status: z.catch(z.optional(z.enum(statusChoices)), undefined),
  /** The first and the last local day, `YYYY-MM-DD`. */
  from: z.catch(z.optional(daySchema), undefined),
  to: z.catch(z.optional(daySchema), undefined),
  /** A part of the contact's name or number. */
  q: z.catch(z.optional(textSchema), undefined),
  /** Words that were said in the call. */
  said: z.catch(z.optional(textSchema), undefined),
});

export type HistorySearch = z.infer<typeof historySearchSchema>;

export const noFilters = {
  direction: undefined,
  status: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
  said: undefined,
} as const satisfies HistorySearch;

function isDay(text: string): boolean {
  try {
    return parseDate(text).year >= 2000;
  } catch {
    return false; // Not a calendar day.
  }
}

/** Counts the active filters. The first and the last day are one filter. */
export function countFilters({ direction, status, from, to, q, said }: HistorySearch): number {
  return [direction, status, from ?? to, q, said].filter(Boolean).length;
}

/** Converts the filters in the address to the list's filters. Days begin and end by the time zone. */
export function readFilters(
  { direction, status, from, to, q, said }: HistorySearch,
  timeZone: string,
): CallFilters {
  const isMissed = status === "perdidas";
  const startOf = (day: string, plus: number) =>
    parseDate(day).add({ days: plus }).toDate(timeZone).toISOString();
  return {
    missed: isMissed,
    entryPoint: isEntry(direction) ? entryPoints[direction] : null,
    direction: isMissed || isEntry(direction) ? null : (direction ?? null),
    status: isMissed ? null : (status ?? null),
    from: from === undefined ? null : startOf(from, 0),
    to: to === undefined ? null : startOf(to, 1),
    search: q?.trim() || null,
    said: said?.trim() || null,
  };
}

const isEntry = (direction: HistorySearch["direction"]): direction is keyof typeof entryPoints =>
  direction !== undefined && direction in entryPoints;

/** Returns the filters for the address after one filter has changed. Missed calls are always incoming. */
export function changeFilters(
  search: HistorySearch,
  change: Partial<HistorySearch>,
): HistorySearch {
  const next = { ...search, ...change };
  if (change.status === "perdidas" && !isEntry(next.direction)) {
    return { ...next, direction: undefined };
  }
  if (change.direction === "saliente" && next.status === "perdidas") {
    return { ...next, status: undefined };
  }
  return next;
}
