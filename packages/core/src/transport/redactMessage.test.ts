import { expect, it } from "vitest";
import { redactMessage } from "./redactMessage.ts";

it.each([
  ["Parameter 'limit' should be between 1 and 100.", undefined],
  ["(#131056) pair rate limit hit", undefined],
  ["Call limit=100 reached; again at 1768989599", "Call limit=100 reached; again at [removed]"],
  ["Error 131047. 24 hours have passed (131047 24)", undefined],
  ["(#131056) 24 hours; 100 of 100; 127.0.0.1; v25.0", undefined],
  ["again at 2026-11-23T10:00:00.000Z or 2026-11-23 10:00", undefined],
  ["Trace AbC1dEfGhIjK, A12345678901234Bc, 8f14e45fceea167a5a36dedd4bea2543", undefined],
  ["Is US.template or v2.12 known?", undefined],
  ["Unknown template call_permission_request", undefined],
  ["Number +525512345678 is unknown", "Number [removed] is unknown"],
  ["Number 525512345678 is unknown", "Number [removed] is unknown"],
  ["Number 5512345678 is unknown", "Number [removed] is unknown"],
  ["Numbers 55 1234 5678, (55) 1234-5678", "Numbers [removed], [removed]"],
  ["+52 55 1234 5678/+1 (650) 555-0100.", "[removed]/[removed]."],
  ["/calls?to=%2B525512345678&limit=1", "/calls?to=%2B[removed]&limit=1"],
  ["User US.13491208655302741918 blocks", "User [removed] blocks"],
  ["(US.ENT.11815799212886844830)", "([removed])"],
  ["mx.a1b2c3d4e5, MX.A1b2C3d4", "[removed], [removed]"],
  ["Invalid SDP: v=0\r\no=- 1", "Invalid SDP: [removed]"],
  ['{"sdp":"v=0\\r\\na=x"}', '{"sdp":"[removed]'],
  ["Line a=ice-pwd:abc is wrong", "Line [removed]"],
  ["x".repeat(400), `${"x".repeat(300)}…`],
])("%j", (message, expected) => {
  expect(redactMessage(message, ["template", "call_permission_request", "es"])).toBe(
    expected ?? message,
  );
});

it("removes a key that consists of letters, and keeps names of fields and kinds", () => {
  const key = "EAATOPSECRETTOKENLETTERSONLYabcdefghijklmnop";
  const names = ["template", "CALL_PERMISSION_REQUEST", "call_permission_request"];
  const message = `The token ${key} of ${names.join(", ")} has expired`;
  expect(redactMessage(message, [key, ...names])).toBe(
    `The token [removed] of ${names.join(", ")} has expired`,
  );
});
