import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["firefox-esr", "firefox"];

/**
 * Finds a Firefox: the browser at `FIREFOX_PATH`, or one on the PATH.
 *
 * @throws Error that says how to install one. So a test without Firefox fails and is never skipped.
 */
export function findFirefox(): string {
  const { FIREFOX_PATH, PATH = "" } = process.env;
  const candidates = FIREFOX_PATH
    ? [FIREFOX_PATH]
    : PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = candidates.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    "These tests need Firefox. Install it (on Debian: apt-get install firefox-esr), or set FIREFOX_PATH to its executable.",
  );
}
