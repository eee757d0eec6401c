import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "../ui/TextField.tsx";
import { useDebounced } from "../ui/useDebounced.ts";

interface SearchFieldProps {
  value: string | undefined;
  onChange: (text: string | undefined) => void;
}

const typingPause = 250;

/** The field that searches for contacts at each pause in typing. */
export function SearchField({ value = "", onChange }: SearchFieldProps) {
  const { t } = useTranslation("history");
  const [text, setText] = useState(value);
  const [lastValue, setLastValue] = useState(value);
  const settled = useDebounced(text, typingPause);
  // The filters were cleared, or the address changed.
  if (value !== lastValue) {
    setLastValue(value);
    if (value !== text.trim()) setText(value);
  }
  const find = useEffectEvent((wanted: string) => {
    if (wanted.trim() === text.trim() && wanted.trim() !== value) {
      onChange(wanted.trim() || undefined);
    }
  });
  useEffect(() => find(settled), [settled]);

  return (
    <TextField
      type="search"
      label={t("search")}
      isLabelHidden
      placeholder={t("search")}
      value={text}
      onChange={setText}
      autoComplete="off"
      className="min-w-0 flex-1"
    />
  );
}
