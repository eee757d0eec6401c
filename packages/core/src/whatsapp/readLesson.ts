import type { EventDraft } from "../events/eventDraft.ts";
import type { Business, Contact } from "../vocabulary/callEvent.ts";
import { learntSource, permissionLessons } from "../vocabulary/callPermission.ts";
import { readWhatsappError } from "./whatsappErrors.ts";

/** A message or a call that failed. */
interface Failure {
  errorCode?: string | undefined;
  contact?: Contact | undefined;
  business?: Business | undefined;
}

/**
 * Returns what WhatsApp's error code of a failure shows about the permission: an event of its own, with the time of the
 * failure. Returns undefined for other codes. 138006 shows that there is no permission, 138017 that a permanent one exists.
 */
export function readLesson({ errorCode, contact, business }: Failure): EventDraft | undefined {
  const meaning = errorCode === undefined ? undefined : readWhatsappError(errorCode);
  const response = meaning && permissionLessons[meaning.code];
  if (response === undefined || contact === undefined) return undefined;
  return {
    kind: "permission",
    response,
    permanent: response === "accept",
    source: learntSource,
    contact,
    business,
  };
}

/** Returns what the failure of a call or of a permission request shows about the permission. */
export function lessonOf(draft: EventDraft): EventDraft | undefined {
  return draft.kind === "terminated" || draft.kind === "permission_request"
    ? readLesson(draft)
    : undefined;
}
