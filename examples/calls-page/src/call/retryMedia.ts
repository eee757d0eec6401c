import { isCallsError } from "@skale-calls/core";

/** Allows one retry, unless the server would send the same response again. */
export function retryMedia(failures: number, error: Error): boolean {
  return failures < 1 && !(isCallsError(error) && error.status < 500);
}
