import { describeError } from "./describeError.ts";
import type { MediaDeps } from "./mediaDeps.ts";

const batch = 20;

/**
 * Deletes stored files whose retention period is over, or whose call was deleted. The file is deleted first and its row after
 * it, so a failure leaves a row that is tried again.
 *
 * @returns the number of deleted files.
 */
export async function removeMedia(
  { queue, storage, log }: Pick<MediaDeps, "queue" | "storage" | "log">,
  { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
): Promise<number> {
  let removed = 0;
  while (removed < limit) {
    const removals = await queue.leaseRemovals({ limit: Math.min(batch, limit - removed) });
    if (removals.length === 0) break;
    try {
      await storage.remove(removals.map(({ path }) => path));
    } catch (error) {
      log.warn("media: not deleted", { files: removals.length, ...describeError(error) });
      break;
    }
    for (const removal of removals) await queue.settleRemoval(removal);
    removed += removals.length;
  }
  return removed;
}
