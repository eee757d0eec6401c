import { Check } from "lucide-react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button } from "./Button.tsx";

export interface MenuOption<Value extends string> {
  value: Value;
  name: string;
}

interface MenuButtonProps<Value extends string> {
  label: string;
  icon: React.ReactNode;
  options: readonly MenuOption<Value>[];
  /** The selected option; absent if the options are actions. */
  value?: Value;
  onChoose: (value: Value) => void;
  /** Content above the options. */
  children?: React.ReactNode;
}

/** An icon that opens a menu with a choice or with actions. */
export function MenuButton<Value extends string>({
  label,
  icon,
  options,
  value,
  onChoose,
  children,
}: MenuButtonProps<Value>) {
  return (
    <MenuTrigger>
      <Button variant="bare" size="icon" aria-label={label}>
        {icon}
      </Button>
      <Popover className="max-w-72 min-w-44 rounded-xl border border-line bg-raised p-1 shadow-lg">
        {children}
        <Menu
          aria-label={label}
          items={options}
          {...(value === undefined
            ? {}
            : {
                selectionMode: "single" as const,
                selectedKeys: [value],
                disallowEmptySelection: true,
              })}
          onAction={(key) => onChoose(key as Value)}
          className="outline-none"
        >
          {(option) => (
            <MenuItem
              id={option.value}
              textValue={option.name}
              className="flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm outline-none focus:bg-canvas focus-visible:outline-2"
            >
              <span className="size-4">
                {option.value === value && <Check aria-hidden className="size-4 text-accent" />}
              </span>
              {option.name}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
