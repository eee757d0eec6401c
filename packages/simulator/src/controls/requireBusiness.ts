import type { BusinessNumber } from "../calls/calls.ts";
import type { World } from "../createWorld.ts";
import { ApiError } from "../http/apiError.ts";

/** Finds a number of the business. The error of an unknown number names the known ones. */
export function requireBusiness(world: World, phone: string, target: string): BusinessNumber {
  const number = world.numberOf(phone);
  if (number) return number;
  const known = world.options.numbers.map(({ phoneNumber }) => phoneNumber).join(", ");
  const message = `${target} must be a business number. The business numbers are: ${known}.`;
  throw new ApiError(400, "PARAM_INVALID", message, { target });
}
