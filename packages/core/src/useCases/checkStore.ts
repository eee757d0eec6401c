import type { CallStore } from "../ports/callStore.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { CallsError } from "../vocabulary/callsError.ts";

/** The id of no call and of no user. */
const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * Asks the store for a call that does not exist, which costs one look into an index.
 *
 * @throws CallsError `store_unavailable`, also if the store does not answer within `timeLimits.health`; other errors of the store.
 */
export async function checkStore(store: Pick<CallStore, "findCall">): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new CallsError("store_unavailable"));
    timer = setTimeout(giveUp, timeLimits.health * 1000);
  });
  try {
    await Promise.race([store.findCall({ id: nobody, userId: nobody }), late]);
  } finally {
    clearTimeout(timer);
  }
}
