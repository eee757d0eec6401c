import { expect, it } from "vitest";
import { createCallButtonContent } from "./createCallButtonContent.ts";

it("writes the content of a template with a call button", () => {
  expect(createCallButtonContent({ body: "Questions? Call us.", title: "Call" })).toEqual({
    "twilio/call-to-action": {
      body: "Questions? Call us.",
      actions: [{ type: "VOICE_CALL", title: "Call" }],
    },
  });
});

it.each([
  { body: "", title: "Call" },
  { body: "x".repeat(641), title: "Call" },
  { body: "Call us", title: "" },
  { body: "Call us", title: "x".repeat(21) },
])("refuses %j", (content) => {
  expect(() => createCallButtonContent(content)).toThrow(
    expect.objectContaining({ code: "invalid_parameter" }),
  );
});
