import { describe, expect, it } from "vitest";
import { permissionLimits } from "../rules/permissionLimits.ts";
import { permissionLessons } from "../vocabulary/callPermission.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { errorSentence } from "../vocabulary/errorSentence.ts";
import { explainCallError } from "./explainCallError.ts";
import { lessons } from "./readLesson.ts";
import { readWhatsappError, whatsappErrorCodes } from "./whatsappErrors.ts";

/** By what our code is, for each code that the calling documentation, the providers' and the field's lists name. */
const expected: Partial<Record<ErrorCode, readonly number[]>> = {
  rate_limited: [4, 17, 32, 341, 613, 80007, 130429, 131048, 131056, 138005],
  invalid_parameter: [100, 131008, 131009, 131021, 131051, 131053, 131062, 132000, 132012],
  provider_not_found: [33],
  template_not_found: [132001],
  provider_auth: [0, 3, 10, 102, 104, 190, 200, 131005],
  provider_error: [1, 2, 131000, 131016, 131057],
  provider_refused: [132007, 132015, 132016, 135000, 138011],
  receiver_uncallable: [130472, 131013, 131026, 131030, 138001],
  payment_required: [131042, 131044],
  account_restricted: [368, 131031],
  window_closed: [131047],
  calling_disabled: [138000],
  calling_restricted: [138014, 139000],
  concurrent_limit: [138002],
  duplicate_call: [138003],
  no_permission: [138006],
  invalid_sdp: [138008],
  permission_limit: [131049, 131050, 138009],
  permission_already_granted: [138017],
  call_limit: [138012],
  not_available: [130497, 138013],
  not_eligible: [131037, 131045, 131055, 133010, 138015, 138018],
  call_setup_failed: [138019],
  audio_connection_failed: [138004, 138007, 138020, 138023],
  no_audio_sent: [138021],
  no_audio_received: [138022],
};
const rows = Object.entries(expected).flatMap(([code, numbers]) =>
  numbers.map((number) => [number, code as ErrorCode] as const),
);

describe("readWhatsappError", () => {
  it("knows every code that is documented", () => {
    expect(rows.map(([number]) => String(number)).sort()).toEqual([...whatsappErrorCodes].sort());
    for (const [number, code] of rows) {
      expect(readWhatsappError(number)).toEqual({
        code,
        reason: expect.stringMatching(/^\w.{5,}/),
      });
      expect(readWhatsappError(String(number))).toEqual(readWhatsappError(number));
    }
  });

  it.each([138010, 138016, 999999, "toString", ""])("does not know %j", (whatsappCode) => {
    expect(readWhatsappError(whatsappCode)).toBeUndefined();
  });
});

it("every code of a limit of requests is in permissionLimits", () => {
  const code = "permission_limit";
  const numbers = (expected[code] ?? []).map(String);
  expect([...permissionLimits.refusal.codes].sort()).toEqual([...numbers, code].sort());
});

it("every code that shows something about a permission is in lessons", () => {
  const found = rows.flatMap(([number, code]) => {
    const lesson = permissionLessons[code];
    return lesson === undefined ? [] : [[String(number), lesson]];
  });
  expect(found).toEqual(Object.entries(lessons));
});

describe("explainCallError", () => {
  it("says WhatsApp's number as the code that it means", () => {
    for (const [number, code] of rows) {
      expect(explainCallError(String(number), "es")).toBe(errorSentence(code, "es"));
    }
  });

  it.each([
    ["no_permission", "no_permission"],
    ["failed", "call_failed"],
    ["138016", "call_failed"],
    ["31005", "call_failed"],
    ["constructor", "call_failed"],
  ] as const)("says %s as %s", (errorCode, code) => {
    expect(explainCallError(errorCode, "en")).toBe(errorSentence(code, "en"));
    expect(explainCallError(errorCode, "es")).toBe(errorSentence(code, "es"));
  });
});
