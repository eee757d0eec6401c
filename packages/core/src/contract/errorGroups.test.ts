import { expect, test } from "vitest";
import { readWhatsappError, whatsappErrorCodes } from "../whatsapp/whatsappErrors.ts";
import { providerErrors } from "./errorGroups.ts";

test("a provider's errors include each meaning of WhatsApp's own codes", () => {
  const meanings = whatsappErrorCodes.map((code) => readWhatsappError(code)?.code);
  expect(providerErrors).toEqual(expect.arrayContaining(meanings));
});
