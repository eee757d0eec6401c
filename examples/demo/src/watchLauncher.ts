import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/**
 * Calls `onGone` when the npx or pnpm that started this process has ended. A terminal's Ctrl-C reaches every process
 * of the demo; a signal to the launcher does not.
 */
export function watchLauncher(onGone: () => void, every = 500): void {
  const launchers = findLaunchers(process.ppid);
  if (launchers.length === 0) return;
  const timer = setInterval(() => {
    if (launchers.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, every);
  timer.unref();
}

/** Finds the ancestor processes up to the topmost npx or pnpm. */
function findLaunchers(first: number): number[] {
  const ancestors: Process[] = [];
  for (let pid = first; pid > 1 && ancestors.length < 8; ) {
    const found = readProcess(pid);
    if (!found) break;
    ancestors.push(found);
    pid = found.parent;
  }
  const top = ancestors.findLastIndex(({ command }) => /\b(pnpm|npx|npm)\b/.test(command));
  return ancestors.slice(0, top + 1).map(({ pid }) => pid);
}

function readProcess(pid: number): Process | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return { pid, command, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]) };
  } catch {
    return askPs(pid);
  }
}

/** Reads a process on systems without /proc, such as macOS. Where `ps` is missing too, only Ctrl-C stops the demo. */
function askPs(pid: number): Process | undefined {
  try {
    const line = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], {
      encoding: "utf8",
    });
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(line) ?? [];
    return parent && command ? { pid, parent: Number(parent), command } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
