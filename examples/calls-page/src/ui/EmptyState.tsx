import type { LucideIcon } from "lucide-react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children?: React.ReactNode;
}

/** A message for an empty view, with a suggestion of what to do. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center text-muted">
      <Icon aria-hidden className="size-10" strokeWidth={1.5} />
      <p className="font-medium text-ink">{title}</p>
      {children}
    </div>
  );
}
