import { isCallsError } from "@skale-calls/core";

/** Retries once, unless the answer would be the same. */
export function retryMedia(failures: number, error: Error): boolean {
  return failures < 1 && !(isCallsError(error) && error.status < 500);
}
