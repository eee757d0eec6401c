const cleanups = new Set<() => void>();
let installed = false;

function runCleanups(): void {
  for (const cleanup of cleanups) {
    try {
      cleanup();
    } catch (error) {
      // The other cleanups still run.
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
      // Another listener ends the process in its own way, and "exit" still follows.
      if (process.listenerCount(signal) === 1) {
        process.exit(code);
      }
    });
  }
}

/**
 * Runs `cleanup` when the process ends normally, with an exception or by a signal, unless it was withdrawn before.
 * It must be synchronous.
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
