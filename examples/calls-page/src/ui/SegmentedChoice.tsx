import { Label, Radio, RadioGroup } from "react-aria-components";

interface SegmentedChoiceProps<Value extends string | number> {
  /** Only for screen readers. */
  label: string;
  options: readonly { value: Value; name: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice of one of a few short options, all of which are visible. */
export function SegmentedChoice<Value extends string | number>({
  label,
  options,
  value,
  onChange,
}: SegmentedChoiceProps<Value>) {
  return (
    <RadioGroup
      value={String(value)}
      onChange={(chosen) => {
        const option = options.find((candidate) => String(candidate.value) === chosen);
        if (option) onChange(option.value);
      }}
      orientation="horizontal"
      className="flex items-center"
    >
      <Label className="sr-only">{label}</Label>
      <div className="flex flex-wrap rounded-lg border border-field bg-surface p-0.5">
        {options.map((option) => (
          <Radio
            key={option.value}
            value={String(option.value)}
            className="flex min-h-8 cursor-pointer items-center rounded-md px-3 text-sm font-medium text-muted hover:text-ink data-selected:bg-accent data-selected:text-accent-ink"
          >
            {option.name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
