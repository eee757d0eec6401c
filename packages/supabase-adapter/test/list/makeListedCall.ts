import { makeCall } from "@skale-calls/core/testing";
import type { ListedCall } from "../../src/index.ts";

/** Creates a call as in lists, without a transcript: an incoming call that rings. */
export function makeListedCall(values: Partial<ListedCall> = {}): ListedCall {
  const { transcript: _, ...call } = makeCall({
    direction: "entrante",
    contact_phone: "+525587654321",
    ...values,
  });
  return call;
}

/** A call created in this minute of the hour, and changed in another. */
export const makeCallAt = (minute: number, values: Partial<ListedCall> = {}, updated = minute) => {
  const time = (at: number) => `2026-11-22T10:${String(at).padStart(2, "0")}:00.5+00:00`;
  return makeListedCall({
    id: String.fromCharCode(97 + minute),
    created_at: time(minute),
    updated_at: time(updated),
    ...values,
  });
};
