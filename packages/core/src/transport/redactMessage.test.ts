import { expect, it } from "vitest";
import { redactMessage } from "./redactMessage.ts";

it.each([
  ["Parameter 'limit' should be between 1 and 100.", undefined],
  ["(#131056) pair rate limit hit", undefined],
  ["Call limit=100 reached; again at 1768989599", undefined],
  ["Unknown template call_permission_request", undefined],
  ["Number +525512345678 is unknown", "Number [removed] is unknown"],
  ["Number 525512345678 is unknown", "Number [removed] is unknown"],
  ["Invalid SDP: v=0\r\no=- 1", "Invalid SDP: [removed]"],
  ['{"sdp":"v=0\\r\\na=x"}', '{"sdp":"[removed]'],
  ["Line a=ice-pwd:abc is wrong", "Line [removed]"],
  ["x".repeat(400), `${"x".repeat(300)}…`],
])("%j", (message, expected) => {
  expect(redactMessage(message, ["template", "call_permission_request", "es"])).toBe(
    expected ?? message,
  );
});
