/**
 * Whether a version comes after another, by the rules of semver.org without build metadata.
 *
 * @example isNewer("0.10.0", "0.9.1") // true
 */
export function isNewer(version: string, than: string): boolean {
  const [mine, theirs] = [split(version), split(than)];
  for (const [index, number] of mine.numbers.entries()) {
    const other = theirs.numbers[index] ?? 0;
    if (number !== other) return number > other;
  }
  // 1.0.0 comes after 1.0.0-rc.1.
  if (mine.stage === "" || theirs.stage === "") return mine.stage === "" && theirs.stage !== "";
  return mine.stage.localeCompare(theirs.stage, "en", { numeric: true }) > 0;
}

function split(version: string): { numbers: number[]; stage: string } {
  const [numbers = "", ...stage] = version.split("+", 1).join("").split("-");
  return { numbers: numbers.split(".").map(Number), stage: stage.join("-") };
}
