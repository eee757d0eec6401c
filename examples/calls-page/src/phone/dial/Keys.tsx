import { Button } from "../../ui/Button.tsx";

/** The keys of a telephone, with their letters. */
const keys = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", "+"],
  ["#", ""],
] as const;

export const isKey = (key: string) => keys.some(([name]) => name === key);

interface KeysProps {
  label: string;
  onKey: (key: string) => void;
}

export function Keys({ label, onKey }: KeysProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form; these are telephone keys.
    <div role="group" aria-label={label} className="grid grid-cols-3 gap-1.5">
      {keys.map(([key, letters]) => (
        <Button key={key} onPress={() => onKey(key)} className="h-12 flex-col gap-0! select-none">
          <span className="text-lg leading-none">{key}</span>
          <span aria-hidden className="h-3 text-[0.625rem] tracking-widest text-muted">
            {letters}
          </span>
        </Button>
      ))}
    </div>
  );
}
