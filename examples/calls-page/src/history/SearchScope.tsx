import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import { ToggleButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { classes } from "../ui/classes.ts";
import type { FilterProps } from "./HistoryFilters.tsx";
import { SearchField } from "./SearchField.tsx";

/** The search field, and a button that decides what it searches: contacts, or what was said in the calls. */
export function SearchScope({ search, onChange }: FilterProps) {
  const { t } = useTranslation("history");
  const [isChosen, setIsChosen] = useState(false);
  const isSaid = search.said !== undefined || (isChosen && search.q === undefined);
  const find = (text: string | undefined, said: boolean) =>
    onChange(said ? { said: text, q: undefined } : { q: text, said: undefined });
  return (
    <>
      <SearchField
        label={t(isSaid ? "searchSaid" : "search")}
        value={isSaid ? search.said : search.q}
        onChange={(text) => find(text, isSaid)}
      />
      <ToggleButton
        aria-label={t("searchSaid")}
        isSelected={isSaid}
        onChange={(wanted) => {
          setIsChosen(wanted);
          find(search.said ?? search.q, wanted);
        }}
        className={classes(
          "inline-flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-full",
          isSaid ? "bg-accent text-accent-ink" : "text-ink hover:bg-canvas",
        )}
      >
        <MessageSquareText aria-hidden className="size-4" />
      </ToggleButton>
    </>
  );
}
