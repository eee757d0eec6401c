/**
 * Receives messages for operators. Fields are plain values; phone numbers are masked, and SDPs, call payloads and secrets
 * are never logged.
 */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const write =
  (level: keyof Log): Log["info"] =>
  (message, fields) =>
    console[level](JSON.stringify({ level, message, ...fields }));

/** Writes one JSON object per line to the console, which Supabase's log explorer can search. */
export const consoleLog: Log = {
  info: write("info"),
  warn: write("warn"),
  error: write("error"),
};
