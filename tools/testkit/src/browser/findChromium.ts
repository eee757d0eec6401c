import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { unpackChromium } from "./unpackChromium.ts";

export interface InstalledChromium {
  /** Of the executable. */
  path: string;
  /** What its process needs on top of the environment. */
  env: Readonly<Record<string, string>>;
}

export interface FindChromiumOptions {
  /** `packaged`: the one of the npm package, whatever is installed. Default: the variable `CHROMIUM`, else whichever is there. */
  source?: "packaged" | undefined;
}

/** On the PATH, by preference. Not `chromium-browser`: on Ubuntu that is a script that asks for snap. */
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
          // A Chromium in a snap sees no temporary folder but its own.
          .filter((folder) => folder !== "" && !folder.includes("/snap/"))
          .flatMap((folder) => linuxNames.map((name) => join(folder, name)))
      );
  }
}

/**
 * Finds a Chromium: the one at `CHROMIUM_PATH`, an installed Chrome, Chromium or Edge, or on Linux x64
 * the one that comes with the npm packages. With `CHROMIUM=packaged` it is the last one.
 *
 * @throws Error that says how to get one: a test without a browser fails, it is never skipped.
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
    "These tests need a browser. Install Google Chrome or Chromium, or set CHROMIUM_PATH to the executable of one.",
  );
}
