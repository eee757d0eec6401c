import { expect, it } from "vitest";
import { createCallLink } from "./createCallLink.ts";

it.each([
  ["+525512345678", undefined, "https://wa.me/call/525512345678"],
  ["+525512345678", "", "https://wa.me/call/525512345678"],
  ["+525512345678", "a&b ñ", "https://wa.me/call/525512345678?biz_payload=a%26b+%C3%B1"],
])("%s with the payload %j", (phone, payload, link) => {
  expect(createCallLink(phone, payload)).toBe(link);
});

it.each([
  ["525512345678", undefined, "phone_invalid"],
  ["+52 55", undefined, "phone_invalid"],
  ["+525512345678", "x".repeat(513), "invalid_parameter"],
])("%s with the payload %j is refused", (phone, payload, code) => {
  expect(() => createCallLink(phone, payload)).toThrow(expect.objectContaining({ code }));
});
