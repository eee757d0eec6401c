import type { World } from "../createWorld.ts";
import type { SimContact } from "../parties/contacts.ts";
import type { BusinessNumber } from "./calls.ts";
import { WhatsappError } from "./whatsappErrors.ts";

/**
 * Checks whether a number of the business may call a user now.
 *
 * @throws WhatsappError 138000, 138014, 138006 or 138012.
 */
export function requireCallable(
  { settings, permissions }: Pick<World, "settings" | "permissions">,
  business: BusinessNumber,
  contact: SimContact,
): void {
  if (settings.of(business).calling.status === "DISABLED") {
    throw new WhatsappError("138000", "Calling is disabled in the number's settings.");
  }
  if (settings.isRestricted(business, "BUSINESS_INITIATED")) {
    throw new WhatsappError("138014", "WhatsApp has paused the number's outgoing calls.");
  }
  if (!permissions.consentOf(business, contact)) {
    throw new WhatsappError("138006", "The user has not allowed calls.");
  }
  const [reached] = permissions
    .limitsOf(business, contact)
    .calls.flatMap(({ until }) => (until === null ? [] : [until]));
  if (reached !== undefined) {
    throw new WhatsappError("138012", `The next call is allowed at ${Math.ceil(reached / 1000)}.`);
  }
}
