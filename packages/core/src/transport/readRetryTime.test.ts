import { expect, it } from "vitest";
import { readRetryTime } from "./readRetryTime.ts";

const now = Date.UTC(2026, 10, 26, 19) + 400;
const epoch = now / 1000 + 90;

it.each([
  [`Next call at ${Math.floor(epoch)}`, 90],
  [`${Math.floor(epoch)}`, 90],
  [`again at: ${Math.round(epoch * 1000)}.`, 90],
  [`{"next_call_time":${Math.floor(epoch)}}`, 90],
  // The first time that is still to come.
  [`Limit reached at 1795363200, again at ${Math.floor(epoch)}`, 90],
  ["Limit reached at 1795363200", undefined],
  // More than the 24 hours of the limit away: a number of another kind, such as a phone number or an id.
  [`for 9795719490 or ${Math.floor(epoch) + 86_400}`, undefined],
  [`for 5${Math.floor(epoch)}, id_${Math.floor(epoch)}`, undefined],
  ["Business Initiated Calls Limit Hit", undefined],
  ["", undefined],
  [undefined, undefined],
])("%s: %j seconds", (text, seconds) => {
  expect(readRetryTime(text, now)).toBe(seconds);
});
