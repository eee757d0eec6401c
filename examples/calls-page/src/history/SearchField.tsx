import { useEffect, useEffectEvent, useState } from "react";
import { TextField } from "../ui/TextField.tsx";
import { useDebounced } from "../ui/useDebounced.ts";

interface SearchFieldProps {
  label: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
}

const typingPause = 250;

/** The field that searches at each pause in typing. */
export function SearchField({ label, value = "", onChange }: SearchFieldProps) {
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
      label={label}
      isLabelHidden
      placeholder={label}
      value={text}
      onChange={setText}
      autoComplete="off"
      className="min-w-0 flex-1"
    />
  );
}
