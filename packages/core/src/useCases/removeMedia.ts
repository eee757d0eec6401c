import { emit } from "../ports/logEvents.ts";
import { describeError } from "./describeError.ts";
import type { MediaDeps } from "./mediaDeps.ts";

const batch = 20;

/**
 * Deletes stored files whose retention period is over, or whose call was deleted. The file is deleted first and its row after
 * it, so a failure leaves a row that is tried again.
 *
 * @returns the paths of the deleted files. A file that did not exist counts as deleted.
 */
export async function removeMedia(
  { queue, storage, onEvent }: Pick<MediaDeps, "queue" | "storage" | "onEvent">,
  { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
): Promise<string[]> {
  const removed: string[] = [];
  while (removed.length < limit) {
    const most = Math.min(batch, limit - removed.length);
    const removals = await queue.leaseRemovals({ limit: most });
    if (removals.length === 0) break;
    const paths = removals.map(({ path }) => path);
    try {
      await storage.remove(paths);
    } catch (error) {
      emit(
        { onEvent },
        {
          kind: "problem",
          level: "warn",
          problem: "media_not_removed",
          files: removals.length,
          ...describeError(error),
        },
      );
      break;
    }
    for (const removal of removals) await queue.settleRemoval(removal);
    removed.push(...paths);
  }
  return removed;
}
