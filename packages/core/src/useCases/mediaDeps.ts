import type { CallProvider } from "../ports/callProvider.ts";
import type { MediaQueue } from "../ports/mediaQueue.ts";
import type { MediaStorage } from "../ports/mediaStorage.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import type { ProviderDeps } from "./chooseProvider.ts";

/** The place for recordings and transcripts: which are to be stored, and where. */
export interface MediaArchive {
  queue: MediaQueue;
  storage: MediaStorage;
}

/** The dependencies of the worker that stores recordings and transcripts. */
export interface MediaDeps
  extends MediaArchive,
    ProviderDeps<Pick<CallProvider, "name" | "downloadMedia" | "mediaSeconds">> {
  /** Receives what operators want to know. Default: writes the problems to the console (`logEvents`). */
  onEvent?: OnEvent | undefined;
  /** Milliseconds since 1970. For tests. */
  now?: () => number;
}
