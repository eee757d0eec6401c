import { isUserId } from "../phone/isUserId.ts";
import { normalizePhone } from "../phone/normalizePhone.ts";
import type { DialledContact } from "../ports/callStore.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";

/** A phone number as people write it, or the id of a WhatsApp user whose phone is not known. */
export type DialTarget =
  | { to: unknown; recipient?: undefined }
  | { recipient: string; to?: undefined };

type ContactDeps = Pick<CallDeps, "store" | "defaultCountry">;

/**
 * Reads the contact to dial.
 *
 * @throws CallsError with the codes of `normalizePhone`; `invalid_request` if the recipient is not a user id.
 */
export async function readContact(
  deps: ContactDeps,
  { to, recipient, userId }: DialTarget & { userId: string },
): Promise<DialledContact> {
  if (recipient === undefined) return { contactPhone: await readPhone(deps, to, userId) };
  if (isUserId(recipient)) return { contactUserId: recipient };
  throw new CallsError("invalid_request", {
    message:
      "The recipient is not a WhatsApp user id, such as MX.13491208655302741918. Send a phone number in `to`.",
  });
}

const e164 = /^\+[1-9]\d{6,14}$/;

/**
 * Returns the number to dial, in E.164. A number that a webhook contained is dialled unchanged. It exists even if its
 * numbering plan does not contain it: the number may be from before a reform, or in a range that was opened recently.
 */
async function readPhone(
  { store, defaultCountry }: ContactDeps,
  to: unknown,
  userId: string,
): Promise<string> {
  const read = () => normalizePhone(to, defaultCountry === undefined ? {} : { defaultCountry });
  if (typeof to !== "string" || !e164.test(to)) return read();
  try {
    if (read() === to) return to;
  } catch {
    // The store knows whether a webhook contained this number.
  }
  return (await store.knowsContact?.({ phone: to, userId })) ? to : read();
}
