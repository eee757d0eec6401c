import { useId } from "react";
import { classes } from "../ui/classes.ts";

interface PanelProps {
  title: string;
  /** Whether the content still shows the previous period. */
  isBusy?: boolean;
  children: React.ReactNode;
}

export function Panel({ title, isBusy = false, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      aria-busy={isBusy}
      className={classes(
        "flex min-w-0 flex-col gap-4 rounded-2xl border border-line bg-surface p-4 transition-opacity",
        isBusy && "opacity-60",
      )}
    >
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
