const cleanups = new Set<() => void>();
let installed = false;

function runCleanups(): void {
  for (const cleanup of cleanups) {
    try {
      cleanup();
    } catch (error) {
      // An error must not stop the other cleanups.
      console.error(error);
    }
  }
}

function install(): void {
  installed = true;
  process.on("exit", runCleanups);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => {
      // If there is another listener, it ends the process in its own way, and "exit" still follows.
      if (process.listenerCount(signal) === 1) {
        process.exit(code);
      }
    });
  }
}

/**
 * Runs `cleanup` when the process ends normally, with an exception or by a signal. `cleanup` must be synchronous.
 *
 * @returns a function that withdraws `cleanup`.
 */
export function onProcessExit(cleanup: () => void): () => void {
  if (!installed) {
    install();
  }
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
  };
}
