import type { CallStatus } from "@skale-calls/core";

/** The appearance of a status: its pattern and its colour. */
export interface StatusLook {
  status: CallStatus;
  color: string;
  pattern: "solid" | "outline" | "stripes" | "rising" | "dots" | "grid";
}

/** The looks of the statuses, in order from the bottom of a bar to the top. */
export const statusLooks: readonly StatusLook[] = [
  { status: "completada", color: "var(--chart-1)", pattern: "solid" },
  { status: "en_curso", color: "var(--chart-2)", pattern: "stripes" },
  { status: "iniciando", color: "var(--chart-3)", pattern: "outline" },
  { status: "no_contestada", color: "var(--chart-4)", pattern: "rising" },
  { status: "cancelada", color: "var(--chart-5)", pattern: "dots" },
  { status: "fallida", color: "var(--chart-6)", pattern: "grid" },
];

export const fillOf = (status: CallStatus): string => `url(#chart-${status})`;
