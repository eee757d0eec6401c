import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { CallDirection, DirectionSource } from "../vocabulary/callStatus.ts";

export interface PlacedParties {
  direction: CallDirection | null;
  directionSource: DirectionSource | null;
  contactPhone: string | null;
  businessPhone: string | null;
}

/**
 * Decides a call's direction and which side is ours. The direction is `saliente` if we dialled the call. If we did not,
 * it is the direction that the provider states. If the provider states none, our numbers decide. If they cannot decide,
 * it is the sender's default, which is not a fact. The contact is the side that is not ours.
 *
 * @param isOurs tells whether a phone belongs to one of our inboxes.
 */
export function placeParties(
  event: StoredEvent,
  isOurs: (phone: string) => boolean = () => false,
): PlacedParties {
  const known = {
    contactPhone: event.contact?.phone ?? null,
    businessPhone: event.business?.phone ?? null,
  };
  if (event.kind === "dialled") {
    return { direction: "saliente", directionSource: "dialled", ...known };
  }
  if (event.direction) {
    return { direction: event.direction, directionSource: "provider", ...known };
  }
  const { from = null, to = null } = event.parties ?? {};
  const fromIsOurs = from !== null && isOurs(from);
  const toIsOurs = to !== null && isOurs(to);
  if (fromIsOurs !== toIsOurs) {
    return fromIsOurs
      ? { direction: "saliente", directionSource: "inbox", contactPhone: to, businessPhone: from }
      : { direction: "entrante", directionSource: "inbox", contactPhone: from, businessPhone: to };
  }
  const { defaultDirection } = event;
  if (defaultDirection === undefined) return { direction: null, directionSource: null, ...known };
  return {
    direction: defaultDirection,
    directionSource: "default",
    contactPhone: from,
    businessPhone: to,
  };
}
