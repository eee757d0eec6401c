import { normalizePhone } from "../phone/normalizePhone.ts";
import type { CallDeps } from "./callDeps.ts";

const e164 = /^\+[1-9]\d{6,14}$/;

/**
 * The number to dial, in E.164. A number that a webhook has told is dialled as it came: it exists, whatever its numbering plan
 * says of it (ids from before a reform, ranges that were opened only now).
 *
 * @throws {CallsError} of `normalizePhone`.
 */
export async function readContact(
  deps: Pick<CallDeps, "store" | "defaultCountry">,
  { to, userId }: { to: unknown; userId: string },
): Promise<string> {
  const { store, defaultCountry } = deps;
  const read = () => normalizePhone(to, defaultCountry === undefined ? {} : { defaultCountry });
  if (typeof to !== "string" || !e164.test(to)) return read();
  try {
    if (read() === to) return to;
  } catch {
    // Only the store can tell now.
  }
  return (await store.knowsContact?.({ phone: to, userId })) ? to : read();
}
