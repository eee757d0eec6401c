import {
  archiveMedia,
  type CallProvider,
  type MediaArchive,
  type OnEvent,
} from "@skale-calls/core";
import { describeError, emit } from "@skale-calls/core/internal";
import { keepAlive } from "./keepAlive.ts";

/** The most recordings and transcripts after one request. The scheduler's runs store the others. */
const few = 4;

interface Deps {
  provider?: CallProvider | undefined;
  providers?: readonly CallProvider[] | undefined;
  onEvent?: OnEvent | undefined;
}

/**
 * Stores what is due in the background, after a webhook has brought a recording or an agent has asked for another attempt. The
 * response does not wait. If the instance ends early, the scheduler's next run continues.
 */
export function archiveLater(
  media: MediaArchive,
  { provider, providers, onEvent }: Deps,
): { onMedia?: () => void } {
  if (provider === undefined) return {};
  return {
    onMedia() {
      const work = archiveMedia(
        { ...media, provider, providers, onEvent },
        { limit: few, concurrency: 2 },
      ).then(
        () => {},
        (error: unknown) =>
          emit(
            { onEvent },
            {
              kind: "problem",
              level: "error",
              problem: "media_run_failed",
              ...describeError(error),
            },
          ),
      );
      keepAlive(work);
    },
  };
}
