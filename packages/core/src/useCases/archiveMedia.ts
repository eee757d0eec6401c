import { cleanText } from "../events/cleanText.ts";
import { readTranscript } from "../events/readTranscript.ts";
import { emit } from "../ports/logEvents.ts";
import type { LeasedMedia, MediaResult } from "../ports/mediaQueue.ts";
import { judgeFailure, mediaSizes } from "../rules/media.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { type CheckedMedia, checkMedia } from "./checkMedia.ts";
import { allProviders, providerOfCall } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import type { MediaDeps } from "./mediaDeps.ts";
import { msSince } from "./msSince.ts";
import { removeMedia } from "./removeMedia.ts";

export interface ArchiveOptions {
  /** The number of recordings and transcripts of this run. Default: 100. */
  limit?: number;
  /** How many are downloaded at the same time, and so the bound of the memory. Default: 4. */
  concurrency?: number;
  /** The run starts no further download after this time. Default: 50, for a scheduler that starts a run each minute. */
  seconds?: number;
  /** The largest files, in bytes. Default: `mediaSizes`, 100 MB for a recording and 5 MB for a transcript. */
  sizes?: Partial<typeof mediaSizes>;
}

export interface ArchiveSummary {
  stored: number;
  /** Attempts that failed. The queue repeats those that may succeed later. */
  failed: number;
  /** Files that were deleted: after their retention period, after their call, or because their attempt failed or was too late. */
  removed: number;
}

/**
 * Stores recordings and transcripts that are due, and deletes files whose time is over. Any number of instances may run it at
 * the same time: the queue gives each file to one of them. A file is passed on as a stream and never held in memory, except a
 * transcript, whose text is also written to its call.
 *
 * @throws CallsError of the queue. The failure of a single file is an event, and is in its row.
 * @example
 * const { stored, failed } = await archiveMedia({ queue, storage, provider });
 */
export async function archiveMedia(
  deps: MediaDeps,
  options: ArchiveOptions = {},
): Promise<ArchiveSummary> {
  const { limit = 100, concurrency = 4, seconds = 50, sizes } = options;
  const { queue, now = Date.now } = deps;
  const end = now() + seconds * 1000;
  const secondsOf = ({ mediaSeconds = timeLimits.mediaLifetime }: MediaDeps["provider"]) =>
    mediaSeconds;
  const times = {
    lifetimes: Object.fromEntries(allProviders(deps).map((one) => [one.name, secondsOf(one)])),
    lifetime: secondsOf(deps.provider),
  };
  let left = limit;
  const summary: ArchiveSummary = { stored: 0, failed: 0, removed: 0 };

  /** Leases one file after another, because the time of a lease begins when it is given. */
  async function work(): Promise<void> {
    while (left > 0 && now() < end) {
      left -= 1;
      const [media] = await queue.leaseMedia({ limit: 1, ...times });
      if (!media) return;
      try {
        summary[await archive(deps, media, { ...mediaSizes, ...sizes })] += 1;
      } catch (error) {
        // The file is due again after its pause. The other files go on.
        emit(deps, {
          kind: "problem",
          level: "error",
          problem: "media_not_settled",
          ...describeError(error),
        });
        summary.failed += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, limit) }, work));
  summary.removed = (await removeMedia(deps, { limit })).length;
  return summary;
}

/** The part of a lease after which an instance gives up, because another one gets the file when the lease ends. */
const usableLease = 0.9;

async function archive(
  deps: MediaDeps,
  media: LeasedMedia,
  sizes: typeof mediaSizes,
): Promise<"stored" | "failed"> {
  const { queue } = deps;
  const { id, attempt, faults } = media;
  const startedAt = performance.now();
  let mayHaveFile = false;
  const onUpload = () => {
    mayHaveFile = true;
  };
  let result: MediaResult;
  let failure = {};
  try {
    const file = await transfer(deps, media, { sizes, onUpload });
    result = { id, attempt, outcome: "stored", ...file };
  } catch (error) {
    const code = isCallsError(error) ? error.code : "internal";
    failure = describeError(error);
    const verdict = judgeFailure(code, faults);
    result = { id, attempt, outcome: "failed", errorCode: code, ...verdict, mayHaveFile };
  }
  let outcome: "stored" | "failed" = "failed";
  try {
    // An attempt that another one has superseded stored nothing: the queue has its file deleted.
    if ((await queue.settleMedia(result)) === "stored") outcome = "stored";
    return outcome;
  } finally {
    // The error of a result that cannot be saved does not tell why the attempt itself failed.
    emit(deps, {
      kind: "media",
      level: outcome === "stored" ? "info" : "warn",
      medium: media.kind,
      outcome,
      attempt,
      ...failure,
      ms: msSince(startedAt),
    });
  }
}

async function transfer(
  deps: MediaDeps,
  media: LeasedMedia,
  { sizes, onUpload }: { sizes: typeof mediaSizes; onUpload: () => void },
) {
  const { kind, assetId, path } = media;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new CallsError("provider_timeout"));
  const timer = setTimeout(giveUp, timeLimits.mediaLease * usableLease * 1000);
  const { signal } = stop;
  try {
    const provider = providerOfCall(deps, media, { provider: media.inboxProvider });
    const response = await provider.downloadMedia(assetId);
    const checked = await checkMedia(response, kind, { limit: sizes[kind], signal });
    try {
      const [body, text] = kind === "transcript" ? await readText(checked) : [checked.body];
      onUpload();
      await deps.storage.put(path, body, { type: checked.type, signal });
      const transcript =
        text === undefined ? {} : { transcript: cleanText(readTranscript(text).text) };
      return { mediaType: checked.type, ...checked.read(), ...transcript };
    } catch (error) {
      throw checked.problem() ?? (signal.aborted ? signal.reason : error);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a whole transcript, which is small, and returns it as a stream and as a text. */
async function readText({ body }: CheckedMedia): Promise<[ReadableStream<Uint8Array>, string]> {
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CallsError("media_type_refused", { cause });
  }
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return [stream, text];
}
