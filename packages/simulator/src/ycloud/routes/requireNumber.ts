import type { BusinessNumber } from "../../calls/calls.ts";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";

/** Finds a number of the account by its phone or its id. */
export function requireNumber(world: Pick<World, "numbersOf">, from: string): BusinessNumber {
  const number = world
    .numbersOf("ycloud")
    .find(({ phoneNumber, id }) => phoneNumber === from || id === from);
  if (number) return number;
  throw new ApiError(
    403,
    "WHATSAPP_PHONE_NUMBER_UNAVAILABLE",
    "The number does not belong to this account.",
    { target: "from" },
  );
}
