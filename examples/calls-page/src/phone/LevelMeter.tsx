import { Meter } from "react-aria-components";

interface LevelMeterProps {
  label: string;
  /** 0 to 1, as WebRTC measures it: linear. */
  level: number;
}

/** How loud somebody is. Ears are not linear, so the bar is not either. */
export function LevelMeter({ label, level }: LevelMeterProps) {
  const shown = Math.round(Math.min(1, Math.sqrt(level)) * 100);
  return (
    <Meter value={shown} aria-label={label} className="flex items-center gap-2 text-xs text-muted">
      <span aria-hidden className="w-14 shrink-0">
        {label}
      </span>
      <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-accent transition-[width] duration-200 motion-reduce:transition-none"
          style={{ width: `${shown}%` }}
        />
      </span>
    </Meter>
  );
}
