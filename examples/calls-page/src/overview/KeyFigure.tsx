import type { LucideIcon } from "lucide-react";

interface KeyFigureProps {
  icon: LucideIcon;
  name: string;
  /** The figure; undefined while it is being loaded. */
  value: string | undefined;
  /** A text about the parts of the figure. */
  detail: string;
}

/** One figure of a `dl`, with its detail. */
export function KeyFigure({ icon: Icon, name, value, detail }: KeyFigureProps) {
  return (
    <div className="flex flex-col gap-1 rounded-2xl border border-line bg-surface p-4 first:col-span-2 @3xl:first:col-span-1">
      <dt className="flex items-center gap-2 @3xl:min-h-10 text-sm font-medium text-muted">
        <Icon aria-hidden className="size-4 shrink-0" />
        {name}
      </dt>
      {value === undefined ? (
        <dd aria-hidden className="flex flex-col gap-2 py-1.5">
          <span className="h-6 w-16 rounded bg-line motion-safe:animate-pulse" />
          <span className="h-3 w-24 rounded bg-line motion-safe:animate-pulse" />
        </dd>
      ) : (
        <>
          <dd className="text-lg font-semibold whitespace-nowrap @5xl:text-xl tabular-nums">
            {value}
          </dd>
          <dd className="text-xs text-muted">{detail}</dd>
        </>
      )}
    </div>
  );
}
