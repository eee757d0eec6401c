import { logEvents, type OnEvent } from "@skale-calls/core";

/** A structured logger, such as pino: the fields come first. */
export interface StructuredLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Creates a hook that writes every event as one structured line.
 *
 * @example
 * createCallHandler({ ...deps, onEvent: writeToLogger(pino()) });
 */
export function writeToLogger(logger: StructuredLogger): OnEvent {
  return logEvents(
    {
      info: (message, fields = {}) => logger.info(fields, message),
      warn: (message, fields = {}) => logger.warn(fields, message),
      error: (message, fields = {}) => logger.error(fields, message),
    },
    { all: true },
  );
}

/** Passes each event to several hooks. */
export const toAll =
  (...hooks: readonly OnEvent[]): OnEvent =>
  (event) => {
    for (const hook of hooks) hook(event);
  };
