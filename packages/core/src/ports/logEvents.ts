import { consoleLog, type Log } from "./log.ts";
import type { OnEvent, TelemetryEvent } from "./telemetry.ts";

/**
 * Creates a hook that writes events to a log: problems, and requests that failed with a status of 500 or above.
 *
 * @param options `all`: writes the events of the level `info` too.
 * @example
 * createCallHandler({ ...deps, onEvent: logEvents(consoleLog, { all: true }) });
 */
export function logEvents(log: Log, { all = false }: { all?: boolean } = {}): OnEvent {
  return (event) => {
    const { kind, level, ...fields } = event;
    if (all || level !== "info")
      log[level](event.kind === "problem" ? event.problem : kind, fields);
  };
}

/** The hook of everything that is given none. */
const logToConsole = logEvents(consoleLog);

/** Passes an event to the hook. An error of the hook, also of an asynchronous one, never reaches the request. */
export function emit(
  { onEvent = logToConsole }: { onEvent?: OnEvent | undefined },
  event: TelemetryEvent,
): void {
  try {
    (onEvent(event) as unknown as Promise<void> | undefined)?.catch?.(() => {});
  } catch {
    // The hook is the operator's; a call must not fail because of it.
  }
}
