import type { CallProvider } from "../ports/callProvider.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallAct, CallDeps } from "./callDeps.ts";

/**
 * Fetches a call's recording or transcript. Only agents who see the call's branch may fetch them.
 *
 * @returns the provider's response, a redirect to the URL of a recording from a flat payload, or the text of a
 * transcript.
 * @throws CallsError `call_not_found`, `recording_not_found`, `transcript_not_found`.
 */
export async function fetchMedia(
  { store, provider }: CallDeps,
  act: CallAct & { medium: "recording" | "transcript" },
): Promise<Response> {
  const found = await store.findCall(act);
  // All agents may see a call without a branch, but they may not hear what was said in it.
  if (!found || found.call.branch_id === null) throw new CallsError("call_not_found");
  const { call } = found;
  if (act.medium === "transcript") {
    if (call.transcript_asset) {
      return download(provider, call.transcript_asset, "transcript_not_found");
    }
    if (call.transcript)
      return new Response(call.transcript, {
        headers: { "content-type": "text/plain; charset=utf-8" },
      });
    throw new CallsError("transcript_not_found");
  }
  if (call.recording_asset) return download(provider, call.recording_asset, "recording_not_found");
  if (call.recording_url && /^https:\/\//i.test(call.recording_url)) {
    return new Response(null, { status: 302, headers: { location: call.recording_url } });
  }
  throw new CallsError("recording_not_found");
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
