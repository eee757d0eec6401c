import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  TextArea,
} from "react-aria-components";
import { classes } from "./classes.ts";

export const inputClasses =
  "w-full rounded-lg border border-field bg-surface px-3 py-2 text-ink placeholder:text-muted disabled:opacity-60";

export interface TextFieldProps extends Omit<AriaTextFieldProps, "className" | "children"> {
  label: string;
  /** Shows the label only to screen readers. */
  isLabelHidden?: boolean;
  placeholder?: string;
  errorMessage?: string;
  /** Allows more than one line. */
  rows?: number;
  className?: string;
}

export function TextField({
  label,
  isLabelHidden = false,
  placeholder,
  errorMessage,
  rows,
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField {...props} className={classes("flex flex-col gap-1", className)}>
      <Label className={isLabelHidden ? "sr-only" : "text-sm font-medium"}>{label}</Label>
      {rows === undefined ? (
        <Input className={classes(inputClasses, "min-h-10")} placeholder={placeholder ?? ""} />
      ) : (
        <TextArea dir="auto" className={inputClasses} placeholder={placeholder ?? ""} rows={rows} />
      )}
      <FieldError className="text-sm text-danger">{errorMessage}</FieldError>
    </AriaTextField>
  );
}
