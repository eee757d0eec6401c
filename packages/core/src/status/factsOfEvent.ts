import type { CallEventKind, StoredEvent } from "../vocabulary/callEvent.ts";
import type { CallFacts } from "../vocabulary/callFacts.ts";
import type { EndCause } from "../vocabulary/callStatus.ts";
import { fitTexts } from "../vocabulary/textLengths.ts";
import { placeParties } from "./placeParties.ts";

/** The kinds of events that are about no call, even if they name one. */
const withoutCall: ReadonlySet<CallEventKind> = new Set([
  "unknown",
  "permission",
  "permission_request",
  "account",
  "contact_change",
]);

/**
 * Returns the facts about a call that one event contains, or null if it contains none. A terminate with a start time or
 * a duration above 0 proves a pickup. An `answer` is only the SDP answer, not a pickup. Texts are limited to the
 * lengths that the database accepts (`textLengths`).
 */
export function factsOfEvent(
  event: StoredEvent,
  isOurs?: (phone: string) => boolean,
): Partial<CallFacts> | null {
  if (withoutCall.has(event.kind)) return null;
  const placed = placeParties(event, isOurs);
  return fitTexts({
    provider: event.provider === "skale" ? null : event.provider,
    direction: placed.direction,
    direction_source: placed.directionSource,
    started_at: event.occurredAt,
    contact_phone: placed.contactPhone,
    contact_user_id: event.contact?.userId ?? null,
    contact_profile_name: event.contact?.profileName ?? null,
    business_phone: placed.businessPhone,
    provider_phone_id: event.business?.phoneId ?? null,
    cta_payload: event.ctaPayload ?? null,
    deeplink_payload: event.deeplinkPayload ?? null,
    ...factsOfKind(event),
  });
}

/** With these causes, some senders' duration includes the ringing or a voicemail, so it does not prove a pickup. */
const unansweredCauses: ReadonlySet<EndCause | undefined> = new Set([
  "no_answer",
  "cancelled",
  "busy",
]);

function factsOfKind(event: StoredEvent): Partial<CallFacts> {
  const at = event.occurredAt;
  switch (event.kind) {
    case "ringing":
      return { ringing_at: at };
    case "accepted":
    case "answered":
      return { answered_at: at };
    case "declined":
      return { declined_at: at };
    case "rejected":
      return { rejected_at: at };
    case "hangup":
      return { hangup_at: at };
    case "unclear":
      return { unclear_at: at };
    case "expired":
      return { expired_at: at };
    case "refused":
      return { ended_at: at, end_cause: "failed", error_code: event.errorCode };
    case "terminated": {
      const endedAt = event.endedAt ?? at;
      const talked =
        event.cause === "completed" ||
        ((event.durationSeconds ?? 0) > 0 && !unansweredCauses.has(event.cause));
      return {
        ended_at: endedAt,
        answered_at: event.startedAt ?? (talked ? endedAt : null),
        duration_seconds: event.durationSeconds ?? 0,
        end_cause: event.cause ?? null,
        error_code: event.errorCode ?? null,
      };
    }
    case "recording": {
      const asset = (event.available && event.assetId) || null;
      return {
        recording_asset: asset,
        recording_at: asset && at,
        recording_url: event.url ?? null,
      };
    }
    case "transcript": {
      const asset = (event.available && event.assetId) || null;
      return {
        transcript_asset: asset,
        transcript_at: asset && at,
        transcript: event.text ?? null,
      };
    }
    default:
      return {};
  }
}
