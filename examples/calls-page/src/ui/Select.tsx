import { Check, ChevronDown } from "lucide-react";
import {
  Button as AriaButton,
  Select as AriaSelect,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { classes } from "./classes.ts";
import { inputClasses } from "./TextField.tsx";

export interface SelectOption<Value extends string> {
  value: Value;
  name: string;
}

interface SelectProps<Value extends string> {
  label: string;
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder?: string;
  isDisabled?: boolean;
  /** Puts the label on the same line as the value. Use it if there is no space above the value. */
  isLabelInside?: boolean;
  className?: string;
}

/** A choice of one of a few options. */
export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  placeholder,
  isDisabled = false,
  isLabelInside = false,
  className,
}: SelectProps<Value>) {
  return (
    <AriaSelect
      value={value}
      onChange={(key) => onChange(key as Value)}
      isDisabled={isDisabled}
      className={classes("flex min-w-0 flex-col gap-1", className)}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      <Label className={isLabelInside ? "sr-only" : "text-sm font-medium"}>{label}</Label>
      <AriaButton
        className={classes(inputClasses, "flex min-h-10 cursor-pointer items-center gap-2")}
      >
        {isLabelInside && (
          // Hidden from screen readers, because the button's name contains the label after the value.
          <span
            aria-hidden
            data-label={label}
            className="text-sm text-muted before:content-[attr(data-label)]"
          />
        )}
        <SelectValue className="min-w-0 flex-1 truncate text-left text-sm" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </AriaButton>
      <Popover className="w-(--trigger-width) overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-lg">
        <ListBox items={options} className="outline-none">
          {(option) => (
            <ListBoxItem
              id={option.value}
              textValue={option.name}
              className="flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm text-ink outline-none focus:bg-canvas focus-visible:outline-2"
            >
              {({ isSelected }) => (
                <>
                  <span className="size-4 shrink-0">
                    {isSelected && <Check aria-hidden className="size-4 text-accent" />}
                  </span>
                  {option.name}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
