import { type EventDraft, type EventSource, finishEvent } from "../events/eventDraft.ts";
import type { Business, CallEvent, Contact } from "../vocabulary/callEvent.ts";
import { learntSource } from "../vocabulary/callPermission.ts";

/** The codes of `permissionLessons`. The table of all codes would enlarge every webhook handler. */
export const lessons: Readonly<Record<string, "accept" | "reject">> = {
  138006: "reject",
  138017: "accept",
};

/** A message or a call that failed. */
interface Failure {
  errorCode?: string | undefined;
  contact?: Contact | undefined;
  business?: Business | undefined;
}

/**
 * Returns what WhatsApp's error code of a failure shows about the permission: 138006 that there is none, 138017 that a
 * permanent one exists. Returns undefined for other codes.
 */
export function readLesson({ errorCode, contact, business }: Failure): EventDraft | undefined {
  // A provider may send any text, such as `constructor`.
  if (errorCode === undefined || !Object.hasOwn(lessons, errorCode)) return undefined;
  const response = lessons[errorCode];
  if (!response || !contact) return undefined;
  const permanent = response === "accept";
  return { kind: "permission", response, permanent, source: learntSource, contact, business };
}

/**
 * Creates the event of a draft. If the failure of a call or of a permission request shows something about the permission,
 * this is a second event with the same time.
 */
export function finishWithLesson(
  draft: EventDraft,
  item: unknown,
  source: EventSource,
): CallEvent[] {
  const events = [finishEvent(draft, item, source)];
  const lesson = "errorCode" in draft && readLesson(draft);
  if (lesson) {
    const id = source.id && `${source.id}:permission`;
    events.push(finishEvent(lesson, item, { ...source, id }));
  }
  return events;
}
