import { useTranslation } from "react-i18next";
import { formatPhone } from "../format/formatPhone.ts";
import { classes } from "../ui/classes.ts";
import type { Lead } from "./lead.ts";

interface LeadOptionsProps {
  id: string;
  optionId: (lead: Lead) => string;
  leads: readonly Lead[];
  /** The option that the keyboard has selected. */
  active: Lead | undefined;
  isChoosable: (lead: Lead) => boolean;
  onChoose: (lead: Lead) => void;
}

/** The list under a field. The field keeps the focus and handles the keyboard. */
export function LeadOptions({
  id,
  optionId,
  leads,
  active,
  isChoosable,
  onChoose,
}: LeadOptionsProps) {
  const { t } = useTranslation("phone");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("leads")}
      tabIndex={-1}
      hidden={leads.length === 0}
      className="absolute inset-x-0 top-full z-10 mt-1 max-h-80 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-lg"
      // Keeps the focus in the field.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {leads.map((lead) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keyboard.
        <div
          key={lead.id}
          id={optionId(lead)}
          role="option"
          tabIndex={-1}
          aria-selected={lead === active}
          aria-disabled={!isChoosable(lead)}
          onClick={isChoosable(lead) ? () => onChoose(lead) : undefined}
          className={classes(
            "flex min-h-11 flex-col justify-center rounded-lg px-3 py-1 text-sm",
            isChoosable(lead) ? "cursor-pointer text-ink hover:bg-canvas" : "text-muted",
            lead === active && "bg-canvas outline-2 -outline-offset-2 outline-focus",
          )}
        >
          <span className="font-medium">{lead.full_name}</span>
          <span className="text-muted">
            {lead.phone ? formatPhone(lead.phone) : t("leadWithoutPhone")}
          </span>
        </div>
      ))}
    </div>
  );
}
