import type { ChildProcess } from "node:child_process";
import { onProcessExit } from "../../testkit/src/onProcessExit.ts";

/** Creates a function that kills a detached child with all that it has started. The end of this process calls it too. */
export function killGroup(child: ChildProcess): () => void {
  const kill = () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, "SIGKILL");
  };
  onProcessExit(kill);
  return kill;
}
