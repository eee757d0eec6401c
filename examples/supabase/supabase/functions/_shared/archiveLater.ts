import {
  archiveMedia,
  consoleLog,
  isCallsError,
  type MediaArchive,
  type ProviderDeps,
} from "@skale-calls/core";
import { keepAlive } from "./keepAlive.ts";

/** The most recordings and transcripts after one request. The scheduler's runs store the others. */
const few = 4;

/**
 * Stores what is due in the background, after a webhook has brought a recording or an agent has asked for another attempt. The
 * response does not wait. If the instance ends early, the scheduler's next run continues.
 */
export function archiveLater(
  media: MediaArchive,
  { provider, providers }: { [Name in keyof ProviderDeps]?: ProviderDeps[Name] | undefined },
): { onMedia?: () => void } {
  if (provider === undefined) return {};
  return {
    onMedia() {
      const work = archiveMedia(
        { ...media, provider, providers, log: consoleLog },
        { limit: few, concurrency: 2 },
      ).catch((error: unknown) => {
        consoleLog.error("media: the run failed", {
          code: isCallsError(error) ? error.code : "internal",
        });
      });
      keepAlive(work);
    },
  };
}
