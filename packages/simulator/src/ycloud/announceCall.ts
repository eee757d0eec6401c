import type { CallSignal } from "../calls/callFlow.ts";
import { type BusinessNumber, durationOf, type SimCall, talkMsOf } from "../calls/calls.ts";
import { createObjectId } from "../lib/createIds.ts";
import type { CaptureKind, Media } from "../media/media.ts";
import type { BusinessSettings } from "../parties/businessSettings.ts";
import { writeTranscript } from "../recording/writeTranscript.ts";
import {
  captureEvent,
  connectEvent,
  statusEvent,
  terminateEvent,
  type YcloudEvent,
} from "./events/callEvents.ts";
import type { FlatEvent, FlatEventName } from "./events/flatEvent.ts";

/** How long a file can be fetched: 30 days (YCloud, "Download call media"). */
const keptMs = 30 * 24 * 3_600_000;

interface AnnouncerOptions {
  /** Sends an event. Like `emitFlat`, resolves after the first delivery attempt to each URL. */
  emit(event: YcloudEvent, callId: string): Promise<void>;
  emitFlat(event: FlatEvent): Promise<void>;
  now(): number;
  media: Media;
  mediaUrl(id: string): string;
  captureOf(business: BusinessNumber): BusinessSettings["capture"];
}

/** Creates a function that sends the webhooks of a call's signal: YCloud's events, or the flat events of click-to-call. */
export function createAnnouncer(options: AnnouncerOptions) {
  const { emit, emitFlat, now, media, mediaUrl, captureOf } = options;

  return (call: SimCall, signal: CallSignal): Promise<void> =>
    call.kind === "webrtc" ? announce(call, signal) : announceFlat(call, signal);

  async function announce(call: SimCall, signal: CallSignal): Promise<void> {
    const first = emit(eventOf(call, signal), call.wacid);
    if (signal !== "ended" || call.startTime === undefined) return first;
    const { recordingEnabled, transcriptionEnabled } = captureOf(call.business);
    const captured = [
      ...(recordingEnabled ? (["recording"] as const) : []),
      ...(transcriptionEnabled ? (["transcription"] as const) : []),
    ].map((kind) =>
      emit(captureEvent(call, kind, { mediaAssetId: addMedia(kind, call) }, now()), call.wacid),
    );
    await Promise.all([first, ...captured]);
  }

  function addMedia(kind: CaptureKind, call: SimCall): string {
    return media.add(kind, call, { id: createObjectId(), keptMs });
  }

  function eventOf(call: SimCall, signal: CallSignal): YcloudEvent {
    if (signal === "connect") return connectEvent(call, now());
    if (signal === "ended") return terminateEvent(call, now());
    return statusEvent(call, statusNames[signal], now());
  }

  /** Sends flat events. A recorded call has one more event, which contains the recording. */
  async function announceFlat(call: SimCall, signal: CallSignal): Promise<void> {
    const event = flatNameOf(call, signal);
    if (event === null) return;
    const duration = durationOf(call);
    const payload: FlatEvent = {
      call_id: call.wacid,
      event,
      from: call.business.phoneNumber,
      to: call.contact.phone,
      ...(duration !== null && { duration }),
    };
    const first = emitFlat(payload);
    const { recordingEnabled, transcriptionEnabled } = captureOf(call.business);
    if (event !== "completed" || (!recordingEnabled && !transcriptionEnabled)) return first;
    const captured: FlatEvent = {
      ...payload,
      ...(recordingEnabled && { recording_url: mediaUrl(addMedia("recording", call)) }),
      ...(transcriptionEnabled && { transcript: writeTranscript(talkMsOf(call)).text }),
    };
    await Promise.all([first, emitFlat(captured)]);
  }
}

const statusNames = { ringing: "RINGING", accepted: "ACCEPTED", rejected: "REJECTED" } as const;

/** Returns the flat event of a signal. Null for `rejected`: the end that follows it is sent as `busy`. */
function flatNameOf(call: SimCall, signal: CallSignal): FlatEventName | null {
  if (signal === "connect") return "initiated";
  if (signal === "ringing") return "ringing";
  if (signal === "accepted") return "answered";
  if (signal === "rejected") return null;
  if (call.status === "FAILED") return "failed";
  if (call.startTime !== undefined) return "completed";
  if (call.endedBy === "business") return "canceled";
  return call.endedBy === "user" ? "busy" : "no-answer";
}
