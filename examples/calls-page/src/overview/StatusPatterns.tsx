import { type StatusLook, statusLooks } from "./statusLooks.ts";

const size = 6;

/** The lines and dots of each pattern. They have the current colour. */
const marks: Record<StatusLook["pattern"], React.ReactNode> = {
  solid: <rect width={size} height={size} fill="currentColor" />,
  outline: null,
  stripes: <path d={`M0 1.5H${size}`} stroke="currentColor" strokeWidth={3} />,
  rising: <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke="currentColor" strokeWidth={2.4} />,
  dots: (
    <>
      <circle cx={1.5} cy={1.5} r={1.4} fill="currentColor" />
      <circle cx={4.5} cy={4.5} r={1.4} fill="currentColor" />
    </>
  ),
  grid: <path d="M0 1.5H6M1.5 0V6" stroke="currentColor" strokeWidth={1.8} />,
};

/** Defines the patterns that `fillOf` names. Mount it once per document. */
export function StatusPatterns() {
  return (
    <svg aria-hidden focusable="false" className="absolute size-0">
      <defs>
        {statusLooks.map(({ status, color, pattern }) => (
          <pattern
            key={status}
            id={`chart-${status}`}
            width={size}
            height={size}
            patternUnits="userSpaceOnUse"
            style={{ color }}
          >
            <rect width={size} height={size} fill="var(--surface)" />
            {marks[pattern]}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}
