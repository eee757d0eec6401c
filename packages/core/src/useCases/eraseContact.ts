import type { ErasedContact } from "../ports/mediaQueue.ts";
import type { MediaDeps } from "./mediaDeps.ts";
import { removeMedia } from "./removeMedia.ts";

export interface ErasedData {
  /** Deleted calls. */
  calls: number;
  /** Deleted recordings and transcripts. */
  files: number;
}

/**
 * Deletes everything about one contact: calls, ledger, SDPs, consent, recordings and transcripts. The rows are deleted in one
 * statement, which leaves the paths of the files in the queue; then the files are deleted. If the storage fails, the worker
 * deletes the remaining files later. A webhook about the contact that arrives afterwards creates a new call. Leads belong to the
 * host application, and stay.
 *
 * @throws CallsError of the queue.
 * @example
 * await eraseContact({ queue, storage, log: consoleLog }, { phone: "+525512345678" });
 */
export async function eraseContact(
  deps: Pick<MediaDeps, "queue" | "storage" | "log">,
  contact: ErasedContact,
): Promise<ErasedData> {
  const { calls } = await deps.queue.eraseContact(contact);
  return { calls, files: await removeMedia(deps) };
}
