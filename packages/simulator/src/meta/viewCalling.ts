import type { BusinessNumber } from "../calls/calls.ts";
import type { World } from "../createWorld.ts";

/** Returns the calling settings of a number in Meta's form, as the webhook of a change contains them. */
export function viewCalling(settings: World["settings"], business: BusinessNumber) {
  const { calling, callbackPermission, more } = settings.of(business);
  return {
    status: calling.status,
    call_icon_visibility: calling.iconVisibility,
    callback_permission_status: callbackPermission ? "ENABLED" : "DISABLED",
    ...more,
    sip: { status: "DISABLED" },
  };
}

const affected = {
  BUSINESS_INITIATED: "Business initiated",
  USER_INITIATED: "User initiated",
} as const;

/** Returns the settings in the form of `GET /<PHONE_NUMBER_ID>/settings`, with the restrictions that are valid now. */
export function viewSettings(settings: World["settings"], business: BusinessNumber) {
  const restriction = settings.restrictionOf(business);
  const direction = settings.isRestricted(business, "BUSINESS_INITIATED")
    ? "BUSINESS_INITIATED"
    : "USER_INITIATED";
  return {
    calling: {
      ...viewCalling(settings, business),
      ...(restriction && {
        restrictions: {
          restrictions_list: [
            {
              type: restriction.type,
              reason: `${affected[direction]} calling capability has been temporarily disabled for this phone number due to high negative feedback from users.`,
              expiration: Math.floor(restriction.until / 1000),
            },
          ],
        },
      }),
    },
  };
}
