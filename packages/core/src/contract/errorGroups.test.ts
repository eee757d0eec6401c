import { expect, test } from "vitest";
import { errorCodes } from "../vocabulary/errorCodes.ts";
import { readWhatsappError, whatsappErrorCodes } from "../whatsapp/whatsappErrors.ts";
import { phoneErrors, providerErrors } from "./errorGroups.ts";

test("a provider's errors include each meaning of WhatsApp's own codes", () => {
  const meanings = whatsappErrorCodes.map((code) => readWhatsappError(code)?.code);
  expect(providerErrors).toEqual(expect.arrayContaining(meanings));
});

test("the errors of a phone number are all phone codes of the catalogue", () => {
  const codes = Object.keys(errorCodes).filter((code) => code.startsWith("phone_"));
  expect([...phoneErrors].sort()).toEqual(codes.sort());
});
