import { isCallsError } from "@skale-calls/core";

/** Once, unless the answer would be the same again. */
export function retryMedia(failures: number, error: Error): boolean {
  return failures < 1 && !(isCallsError(error) && error.status < 500);
}
