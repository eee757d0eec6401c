import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { unpackChromium } from "./unpackChromium.ts";

export interface InstalledChromium {
  /** The path of the executable. */
  path: string;
  /** Additional environment variables of its process. */
  env: Readonly<Record<string, string>>;
}

export interface FindChromiumOptions {
  /** `packaged`: the npm package's Chromium, even when another is installed. Default: the variable `CHROMIUM`, or else the first found. */
  source?: "packaged" | undefined;
}

/** Commands on the PATH, in order of preference. `chromium-browser` is missing because on Ubuntu it is a script that needs snap. */
const linuxNames = ["google-chrome", "google-chrome-stable", "chromium", "microsoft-edge"];

const macApplications = ["Google Chrome", "Chromium", "Microsoft Edge"];

const windowsPrograms = [
  ["Google", "Chrome", "Application", "chrome.exe"],
  ["Chromium", "Application", "chrome.exe"],
  ["Microsoft", "Edge", "Application", "msedge.exe"],
];

function listCandidates(): string[] {
  const { env, platform } = process;
  switch (platform) {
    case "darwin":
      return ["/", homedir()].flatMap((root) =>
        macApplications.map((name) =>
          join(root, "Applications", `${name}.app`, "Contents", "MacOS", name),
        ),
      );
    case "win32":
      return [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].flatMap((root) =>
        root ? windowsPrograms.map((parts) => join(root, ...parts)) : [],
      );
    default:
      return (
        (env.PATH ?? "")
          .split(delimiter)
          // A Chromium in a snap can only see its own temporary folder.
          .filter((folder) => folder !== "" && !folder.includes("/snap/"))
          .flatMap((folder) => linuxNames.map((name) => join(folder, name)))
      );
  }
}

/**
 * Finds a Chromium: the browser at `CHROMIUM_PATH`, an installed Chrome, Chromium or Edge, or on Linux x64
 * the npm package's Chromium. `CHROMIUM=packaged` always selects the npm package's Chromium.
 *
 * @throws Error that says how to install a browser. So a test without a browser fails and is never skipped.
 */
export async function findChromium(options: FindChromiumOptions = {}): Promise<InstalledChromium> {
  const { CHROMIUM, CHROMIUM_PATH } = process.env;
  if ((options.source ?? CHROMIUM) !== "packaged") {
    if (CHROMIUM_PATH && !existsSync(CHROMIUM_PATH)) {
      throw new Error("CHROMIUM_PATH names a file that does not exist.");
    }
    const path = CHROMIUM_PATH || listCandidates().find((candidate) => existsSync(candidate));
    if (path) return { path, env: {} };
  }
  if (process.platform === "linux" && process.arch === "x64") return unpackChromium();
  throw new Error(
    "These tests need a browser. Install Google Chrome or Chromium, or set CHROMIUM_PATH to a browser's executable.",
  );
}
