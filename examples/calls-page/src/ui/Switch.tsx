import { Switch as AriaSwitch } from "react-aria-components";

interface SwitchProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  children: React.ReactNode;
}

/** A setting that is on or off. */
export function Switch({ children, ...props }: SwitchProps) {
  return (
    <AriaSwitch
      {...props}
      className="group flex min-h-10 cursor-pointer items-center justify-between gap-3 text-sm"
    >
      {children}
      <span className="flex h-6 w-10 shrink-0 items-center rounded-full border border-field bg-canvas p-0.5 transition-colors group-data-selected:border-accent group-data-selected:bg-accent">
        <span className="size-4.5 rounded-full bg-field transition-transform group-data-selected:translate-x-4 group-data-selected:bg-accent-ink motion-reduce:transition-none" />
      </span>
    </AriaSwitch>
  );
}
