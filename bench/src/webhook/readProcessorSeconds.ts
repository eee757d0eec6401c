import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in units of 10 ms. */
const unitsPerSecond = 100;

/**
 * Reads the processor time of a process and of its children, from Linux's /proc.
 *
 * @returns NaN on another system.
 */
export function readProcessorSeconds(pid: number): number {
  try {
    const processes = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readTimes(Number(name)));
    const units = processes
      .filter((one) => one.pid === pid || one.parent === pid)
      .reduce((sum, { own, ended }) => sum + own + ended, 0);
    return units / unitsPerSecond;
  } catch {
    return Number.NaN;
  }
}

function readTimes(pid: number) {
  try {
    // The name in parentheses can contain spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
    return [{ pid, parent: Number(fields[1]), own: user + system, ended: endedUser + endedSystem }];
  } catch {
    return []; // It has ended.
  }
}
