import { CallsError } from "@skale-calls/core";
import { describe, expect, test } from "vitest";
import { explainError } from "./explainError.ts";
import { ownSentences, type SoftphoneOwnErrorCode } from "./sentences.ts";
import { isSoftphoneError, SoftphoneError } from "./softphoneError.ts";
import { spanishSentences } from "./spanishSentences.ts";

const ownCodes = Object.keys(ownSentences) as SoftphoneOwnErrorCode[];

describe("explainError", () => {
  test("explains the softphone's own codes in both languages", () => {
    for (const code of ownCodes) {
      const [en, es] = [ownSentences[code], spanishSentences[code]];
      const error = new SoftphoneError(code);
      expect([explainError(error, "en"), explainError(error, "es")]).toEqual([en, es]);
      expect(en).toMatch(/^\p{Lu}.{15,}\.$/u);
      expect(es).toMatch(/^\p{Lu}.{15,}\.$/u);
    }
  });

  test("keeps the server's English and translates its code", () => {
    const error = new SoftphoneError("forbidden", { message: "Somebody else's." });
    expect(explainError(error, "en")).toBe("Somebody else's.");
    expect(explainError(error, "es")).toBe(
      "No puedes hacer esto. Puede que la llamada sea de otro agente, o que solo lo pueda hacer un encargado.",
    );
  });

  test("explains a server's code from an error without a sentence", () => {
    const error = new SoftphoneError("invalid_token");
    expect(explainError(error, "en")).toBe("Your session has expired. Sign in again.");
    expect(explainError(error, "es")).toBe("Tu sesión expiró. Inicia sesión de nuevo.");
  });

  test("accepts the errors of the other packages", () => {
    expect(explainError(new CallsError("text_too_long"), "es")).toMatch(/demasiado largo/);
  });

  test("explains an object that has only a code", () => {
    expect(explainError({ code: "no_media" }, "es")).toBe(spanishSentences.no_media);
    expect(explainError({ code: "not_ringing" }, "en")).toBe("This call is no longer ringing.");
    expect(explainError({ code: "call_busy_elsewhere" }, "en")).toBe("call_busy_elsewhere");
  });

  test("uses the error's own sentence if its code is not known", () => {
    const error = { code: "of_a_newer_server", message: "Update the page." };
    expect(explainError(error, "es")).toBe("Update the page.");
  });
});

describe("isSoftphoneError", () => {
  test("recognises softphone errors, also those of another copy of the package", () => {
    expect(isSoftphoneError(new SoftphoneError("call_busy"))).toBe(true);
    const foreign = Object.assign(new Error("x"), { name: "SoftphoneError", code: "call_busy" });
    expect(isSoftphoneError(foreign)).toBe(true);
    expect(isSoftphoneError(new CallsError("forbidden"))).toBe(false);
    expect(isSoftphoneError(null)).toBe(false);
  });
});
