/** A decimal number without rounding: `units` divided by 10 to the power of `scale`. */
interface Decimal {
  units: bigint;
  scale: number;
}

/** Matches the texts that are read as decimal numbers: not negative, without an exponent. */
const decimalPattern = /^\d+(\.\d+)?$/;

function readDecimal(text: string): Decimal {
  if (!decimalPattern.test(text)) throw new RangeError(`${text} is not a decimal number.`);
  const [whole = "", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Writes the shortest text: without zeros at the end of the fraction. */
function writeDecimal({ units, scale }: Decimal): string {
  const digits = String(units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint =>
  units * 10n ** BigInt(wanted - scale);

/** Returns a negative number, zero or a positive number, like the compare function of `sort`. */
export function compareDecimals(first: string, second: string): number {
  const [a, b] = [readDecimal(first), readDecimal(second)];
  const scale = Math.max(a.scale, b.scale);
  return Number(unitsAt(a, scale) - unitsAt(b, scale));
}

/**
 * Adds decimal numbers exactly. Amounts of different currencies must never be added.
 *
 * @example addDecimals("0.1", "0.2") // "0.3"
 * @throws RangeError for a text that is not a decimal number, or for a negative one.
 */
export function addDecimals(first: string, second: string): string {
  const [a, b] = [readDecimal(first), readDecimal(second)];
  const scale = Math.max(a.scale, b.scale);
  return writeDecimal({ units: unitsAt(a, scale) + unitsAt(b, scale), scale });
}

/** Multiplies a decimal number with tenths, exactly: `multiplyTenths("0.0103", 10n)` is `0.0103`. */
export function multiplyTenths(decimal: string, tenths: bigint): string {
  const { units, scale } = readDecimal(decimal);
  return writeDecimal({ units: units * tenths, scale: scale + 1 });
}
