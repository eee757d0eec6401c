import type { CallMedia } from "../ports/mediaQueue.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallAct, CallDeps } from "./callDeps.ts";

/**
 * Makes a call's recording and transcript due now, if they are not stored. The worker stores them in its next run.
 *
 * @returns the state of both.
 * @throws CallsError `call_not_found`; `recording_not_found` if the call has neither, or this installation stores none.
 */
export async function retryMedia({ media }: CallDeps, act: CallAct): Promise<CallMedia[]> {
  const due = (await media?.queue.retryMedia(act)) ?? null;
  if (due === null) throw new CallsError(media ? "call_not_found" : "recording_not_found");
  if (due.length === 0) throw new CallsError("recording_not_found");
  return due;
}
