import { CallsError, ProviderError } from "@skale-calls/core";
import { CallClientError } from "@skale-calls/core/client";
import { describe, expect, test } from "vitest";
import { asSoftphoneError } from "./meanings.ts";
import { SoftphoneError } from "./softphoneError.ts";

describe("an error of the signalling keeps its code, its sentence and its outcome", () => {
  test.each([
    [new CallsError("forbidden", { message: "Theirs." }), "forbidden", "Theirs.", "rejected"],
    [new CallsError("internal", { message: "Ours." }), "internal", "Ours.", "ambiguous"],
    [
      new ProviderError("provider_error", "rejected", { message: "No." }),
      "provider_error",
      "No.",
      "rejected",
    ],
    [
      new CallClientError("service_failed", {
        message: "Lost.",
        status: 0,
        outcome: "ambiguous",
      }),
      "service_failed",
      "Lost.",
      "ambiguous",
    ],
  ])("%s", (thrown, code, message, outcome) => {
    const error = asSoftphoneError(thrown);
    expect(error).toBeInstanceOf(SoftphoneError);
    expect(error).toMatchObject({ code, message, outcome, cause: thrown });
  });
});

test("a softphone error is returned unchanged, and another library's error becomes signaling_failed", () => {
  const own = new SoftphoneError("call_busy");
  expect(asSoftphoneError(own)).toBe(own);
  const cause = Object.assign(new Error("?"), { code: "forbidden", status: 403 });
  expect(asSoftphoneError(cause)).toMatchObject({ code: "signaling_failed", cause });
});
