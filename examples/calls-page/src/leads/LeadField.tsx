import { X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Input } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";
import { inputClasses } from "../ui/TextField.tsx";
import { LeadOptions } from "./LeadOptions.tsx";
import type { Lead } from "./lead.ts";
import { useLeads } from "./useLeads.ts";

interface LeadFieldProps {
  label: string;
  text: string;
  onTextChange: (text: string) => void;
  onChoose: (lead: Lead) => void;
  /** Called on Enter when no lead of the list is active. */
  onEnter?: () => void;
  description?: React.ReactNode;
  errorMessage?: string | undefined;
  /** Reserves two lines for a description or an error, so that the content below does not move. */
  hasRoomForHelp?: boolean;
  /** Whether a lead without a number can be chosen. */
  needsPhone?: boolean;
}

/**
 * A field that searches for leads by name or number during typing, and accepts any text. This is a custom combobox, because the
 * library's comboboxes hide the rest of the page while the list is open, and the rest of this page contains the call button.
 */
export function LeadField({
  label,
  text,
  onTextChange,
  onChoose,
  onEnter,
  description,
  errorMessage,
  hasRoomForHelp = false,
  needsPhone = false,
}: LeadFieldProps) {
  const { t } = useTranslation("phone");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const { data = [], isSuccess, isError } = useLeads(isOpen ? text : "");
  const leads = isOpen && text.trim() !== "" ? data : [];
  const choosable = leads.filter(({ phone }) => phone || !needsPhone);
  const active = choosable.find((lead) => lead.id === pointedAt);
  const [helpId, optionsId] = [`${id}help`, `${id}options`];

  const close = () => {
    setIsOpen(false);
    setPointedAt(null);
  };
  const choose = (lead: Lead) => {
    close();
    onChoose(lead);
  };
  const move = (step: 1 | -1) => {
    setIsOpen(true);
    const from = active ? choosable.indexOf(active) : step === 1 ? -1 : choosable.length;
    setPointedAt(choosable.at((from + step) % Math.max(1, choosable.length))?.id ?? null);
  };
  /** Handles a key. @returns whether the list or `onEnter` used the key. */
  const take = (key: string): boolean => {
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(-1);
    else if (key === "Enter" && active) choose(active);
    else if (key === "Enter" && onEnter) {
      close();
      onEnter();
    } else if (key === "Escape" && leads.length > 0) close();
    // In a dialog, the next Escape closes the dialog.
    else return false;
    return true;
  };

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <Input
          ref={input}
          id={id}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={leads.length > 0}
          aria-controls={optionsId}
          aria-activedescendant={active && `${id}${active.id}`}
          aria-describedby={helpId}
          aria-invalid={errorMessage !== undefined}
          className={classes(inputClasses, "min-h-11 pr-11")}
          autoComplete="off"
          spellCheck={false}
          placeholder={t("numberHint")}
          value={text}
          onChange={(event) => {
            setIsOpen(true);
            setPointedAt(null);
            onTextChange(event.target.value);
          }}
          onBlur={close}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || !take(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {text !== "" && (
          <Button
            variant="bare"
            size="icon"
            aria-label={t("clear")}
            className="absolute top-0.5 right-0.5"
            onPress={() => {
              onTextChange("");
              input.current?.focus();
            }}
          >
            <X aria-hidden className="size-4" />
          </Button>
        )}
        <LeadOptions
          id={optionsId}
          optionId={(lead) => `${id}${lead.id}`}
          leads={leads}
          active={active}
          isChoosable={(lead) => choosable.includes(lead)}
          onChoose={choose}
        />
      </div>
      <div
        id={helpId}
        className={classes("flex flex-col text-sm", hasRoomForHelp ? "min-h-10" : "empty:hidden")}
      >
        {errorMessage !== undefined && (
          <span role="alert" className="text-danger">
            {errorMessage}
          </span>
        )}
        {description && <span className="text-muted">{description}</span>}
      </div>
      <span role="status" className="sr-only">
        {isOpen && isSuccess && leads.length > 0 && t("leadsFound", { count: leads.length })}
      </span>
      {isError && <p className="text-sm text-warn">{t("searchFailed")}</p>}
    </div>
  );
}
