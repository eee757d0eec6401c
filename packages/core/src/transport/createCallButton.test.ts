import { describe, expect, it } from "vitest";
import {
  createCallButton,
  createCallButtonParameters,
  createCallTemplateButton,
} from "./createCallButton.ts";

const refusal = expect.objectContaining({ code: "invalid_parameter" });

describe("createCallButton", () => {
  it("writes the message of Meta's page", () => {
    expect(
      createCallButton({
        text: "You can call us on WhatsApp now for faster service!",
        buttonText: "Call on WhatsApp",
        ttlMinutes: 100,
        payload: "payload data",
      }),
    ).toStrictEqual({
      type: "interactive",
      interactive: {
        type: "voice_call",
        body: { text: "You can call us on WhatsApp now for faster service!" },
        action: {
          name: "voice_call",
          parameters: {
            display_text: "Call on WhatsApp",
            ttl_minutes: 100,
            payload: "payload data",
          },
        },
      },
    });
  });

  it("writes no parameters if there are none", () => {
    const { interactive } = createCallButton({ text: "Call us" });
    expect(interactive.action).toStrictEqual({ name: "voice_call" });
  });

  it.each([
    { buttonText: "" },
    { buttonText: "x".repeat(21) },
    { ttlMinutes: 0 },
    { ttlMinutes: 1.5 },
    { ttlMinutes: 43_201 },
    { payload: "" },
    { payload: "x".repeat(513) },
  ])("refuses %j", (options) => {
    expect(() => createCallButton({ text: "Call us", ...options })).toThrow(refusal);
  });
});

it("writes the values of a template's button, as in Meta's page", () => {
  expect(createCallButtonParameters({ ttlMinutes: 100, payload: "payload data" })).toStrictEqual({
    type: "button",
    sub_type: "voice_call",
    parameters: [
      { type: "ttl_minutes", ttl_minutes: 100 },
      { type: "payload", payload: "payload data" },
    ],
  });
  expect(createCallButtonParameters({}).parameters).toEqual([]);
  expect(() => createCallButtonParameters({ ttlMinutes: 43_201 })).toThrow(refusal);
});

describe("createCallTemplateButton", () => {
  it("writes the button of Meta's page", () => {
    expect(createCallTemplateButton({ text: "Call Now", ttlMinutes: 1440 })).toStrictEqual({
      type: "voice_call",
      text: "Call Now",
      ttl_minutes: 1440,
    });
    expect(createCallTemplateButton({ text: "Call Now" })).toStrictEqual({
      type: "voice_call",
      text: "Call Now",
    });
  });

  it.each([{ text: "" }, { text: "x".repeat(21) }, { text: "Call", ttlMinutes: 1439 }])(
    "refuses %j",
    (button) => {
      expect(() => createCallTemplateButton(button)).toThrow(refusal);
    },
  );
});
