export const linkClasses =
  "inline-flex min-h-8 items-center gap-2 self-start text-sm font-medium text-accent underline-offset-2 hover:underline";
