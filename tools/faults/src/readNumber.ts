/** @throws Error if the text of an option is not a whole number of at least `least`. */
export function readNumber(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} is a whole number of at least ${least}.`);
}
