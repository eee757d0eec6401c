import type { CallProvider } from "../ports/callProvider.ts";
import { type MediaKind, mediaContentTypes } from "../rules/media.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallAct, CallDeps } from "./callDeps.ts";
import { providerOfCall } from "./chooseProvider.ts";

export interface MediaAct extends CallAct {
  medium: MediaKind;
  /** The request's `Range`, such as `bytes=0-1023`. Only our storage knows ranges. */
  range?: string;
}

/**
 * Fetches a call's recording or transcript: from our storage if it is stored there, otherwise from the provider. Only agents who
 * see the call may fetch them.
 *
 * @returns the file, a redirect to the URL of a recording from a flat payload, or the text of a transcript.
 * @throws CallsError `call_not_found`, `recording_not_found`, `transcript_not_found`; errors of the storage or the provider.
 */
export async function fetchMedia(deps: CallDeps, act: MediaAct): Promise<Response> {
  const found = await deps.store.findCall(act);
  if (!found) throw new CallsError("call_not_found");
  const { call, inbox } = found;
  const gone = `${act.medium}_not_found` as const;
  const stored = await readStored(deps, call, act);
  if (stored) return stored;
  const asset = act.medium === "transcript" ? call.transcript_asset : call.recording_asset;
  if (asset) {
    const provider = providerOfCall(deps, call, inbox);
    return serve(await download(provider, asset, gone), act.medium);
  }
  if (act.medium === "transcript" && call.transcript) {
    return new Response(call.transcript, {
      headers: { ...guarded, "content-type": "text/plain; charset=utf-8" },
    });
  }
  const url = act.medium === "recording" ? call.recording_url : null;
  if (url && /^https:\/\//i.test(url)) {
    return new Response(null, { status: 302, headers: { ...guarded, location: url } });
  }
  throw new CallsError(gone);
}

/** Returns our copy, or null if there is none. What was deleted after its retention period is not fetched again. */
async function readStored(
  { media }: CallDeps,
  call: Call,
  { medium, range }: MediaAct,
): Promise<Response | null> {
  const item = await media?.queue.findMedia({ callId: call.id, kind: medium });
  if (item?.status === "removed") throw new CallsError(`${medium}_not_found`);
  // A file that a newer one replaces is served until the newer one is stored.
  if (!media || !item || item.path === null) return null;
  try {
    const file = await media.storage.get(item.path, range === undefined ? {} : { range });
    return serve(file, medium, item.media_type);
  } catch (error) {
    // Somebody deleted the file in the storage; the provider may still have it.
    if (isCallsError(error) && error.code === "media_not_found") return null;
    throw error;
  }
}

const passedOn = ["content-length", "content-range", "accept-ranges", "etag", "last-modified"];

/** A browser never shows the file as a page, and no cache keeps it. */
const guarded = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

/** @param checked the media type that was checked before the file was stored. A provider's own one may be anything. */
function serve(file: Response, medium: MediaKind, checked?: string | null): Response {
  const type = checked ?? file.headers.get("content-type") ?? "";
  const known = mediaContentTypes[medium].test(type) ? type : "application/octet-stream";
  const headers = new Headers({
    ...guarded,
    "content-type": known === "text/plain" ? `${known}; charset=utf-8` : known,
  });
  for (const name of passedOn) {
    const value = file.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(file.body, { status: file.status, headers });
}

async function download(
  provider: CallProvider,
  assetId: string,
  gone: "recording_not_found" | "transcript_not_found",
): Promise<Response> {
  try {
    return await provider.downloadMedia(assetId);
  } catch (cause) {
    if (!isCallsError(cause) || cause.code !== "media_not_found") throw cause;
    throw new CallsError(gone, { cause });
  }
}
