import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";

interface ActionButtonProps extends Omit<ButtonProps, "children" | "size"> {
  icon: LucideIcon;
  label: string;
  /** Shows only the icon. */
  isCompact: boolean;
}

/** An action of a call: an icon with its name below it. */
export function ActionButton({
  icon: Icon,
  label,
  isCompact,
  className,
  ...props
}: ActionButtonProps) {
  if (isCompact) {
    return (
      <Button
        {...props}
        size="icon"
        aria-label={label}
        className={classes("size-11! shrink-0", className)}
      >
        <Icon aria-hidden className="size-5" />
      </Button>
    );
  }
  return (
    <Button
      {...props}
      className={classes("h-16 min-w-0 flex-1 flex-col gap-1! px-1! text-xs!", className)}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <span className="text-center leading-tight">{label}</span>
    </Button>
  );
}
