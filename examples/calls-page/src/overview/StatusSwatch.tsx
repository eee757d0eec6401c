import { fillOf, type StatusLook } from "./statusLooks.ts";

/** A sample of a status's pattern in the chart. */
export function StatusSwatch({ look }: { look: StatusLook }) {
  return (
    <svg aria-hidden focusable="false" className="size-4 shrink-0">
      <rect x={1} y={1} width={14} height={14} fill={fillOf(look.status)} stroke={look.color} />
    </svg>
  );
}
