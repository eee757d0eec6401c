import { expect, test } from "vitest";
import { explainError } from "../errors/explainError.ts";
import { microphoneError } from "./microphoneError.ts";

test.each([
  ["NotAllowedError", "microphone_denied"],
  ["SecurityError", "microphone_denied"],
  ["NotFoundError", "microphone_missing"],
  ["OverconstrainedError", "microphone_missing"],
  ["NotReadableError", "microphone_busy"],
  ["AbortError", "microphone_busy"],
  ["SomethingNewError", "microphone_failed"],
])("%s: %s", (name, code) => {
  const error = microphoneError(new DOMException("as the browser says", name));
  expect(error).toMatchObject({ code, outcome: "rejected" });
  expect(explainError(error, "es")).not.toBe(explainError(error, "en"));
});
