import type { ErasedContact } from "../ports/mediaQueue.ts";
import type { MediaDeps } from "./mediaDeps.ts";
import { removeMedia } from "./removeMedia.ts";

export interface ErasedData {
  /** Deleted calls. */
  calls: number;
  /** Deleted recordings and transcripts of the contact. */
  files: number;
  /** Files of the contact that the worker deletes later, because the storage failed or an attempt is still writing them. */
  left: number;
}

/**
 * Deletes everything about one contact: calls, ledger, SDPs, consent, recordings and transcripts. The rows are deleted in one
 * statement, which leaves the paths of the files in the queue; then the files are deleted. If the storage fails, the worker
 * deletes the remaining files later. A webhook about the contact that arrives afterwards creates a new call. Leads belong to the
 * host application, and stay.
 *
 * @throws CallsError of the queue.
 * @example
 * await eraseContact({ queue, storage }, { phone: "+525512345678" });
 */
export async function eraseContact(
  deps: Pick<MediaDeps, "queue" | "storage" | "onEvent">,
  contact: ErasedContact,
): Promise<ErasedData> {
  const { calls, paths } = await deps.queue.eraseContact(contact);
  const removed = new Set(await removeMedia(deps));
  const files = paths.filter((path) => removed.has(path)).length;
  return { calls, files, left: paths.length - files };
}
