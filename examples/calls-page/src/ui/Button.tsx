import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classes } from "./classes.ts";

const variants = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover",
  danger: "bg-danger text-danger-ink hover:bg-danger-hover",
  quiet: "border border-line bg-raised text-ink hover:bg-canvas",
  bare: "text-ink hover:bg-canvas",
} as const;

const sizes = {
  small: "min-h-8 px-2.5 text-sm",
  medium: "min-h-10 px-4 text-sm",
  large: "min-h-12 px-5 text-base",
  /** A square for an icon. Add an `aria-label`. */
  icon: "size-10 justify-center",
  bigIcon: "size-14 justify-center",
} as const;

export interface ButtonProps extends Omit<AriaButtonProps, "className"> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  className?: string;
}

export function Button({ variant = "quiet", size = "medium", className, ...props }: ButtonProps) {
  const isRound = size === "icon" || size === "bigIcon";
  return (
    <AriaButton
      {...props}
      className={classes(
        "inline-flex cursor-pointer items-center justify-center gap-2 font-medium transition-colors",
        "disabled:cursor-not-allowed disabled:opacity-50 pending:opacity-70",
        isRound ? "rounded-full" : "rounded-lg",
        variants[variant],
        sizes[size],
        className,
      )}
    />
  );
}
