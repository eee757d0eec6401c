import {
  arePhoneAliases,
  createCallLink,
  maskPhone,
  normalizePhone,
  phoneAliases,
} from "@skale-calls/core";
import fc from "fast-check";
import { editedSamples } from "../editValue.ts";
import { isRefused, promise, tryAct } from "../promise.ts";
import { target } from "../target.ts";

const written = [
  "+52 1 55 1234 5678",
  "(55) 1234-5678",
  "044 55 1234 5678",
  "+55 11 98765-4321",
  "+551187654321",
  "+54 9 11 2345-6789",
  "011 44 (0)20 7946 0958",
  "00 34 600 111 222",
  "009 1 202 555 0123",
  "whatsapp:+5215550000101",
  "tel:+1-202-555-0123;ext=5",
  "https://wa.me/525512345678",
  "5215550000101@c.us",
  "13491208655302741918@lid",
  "MX.13491208655302741918",
  "+225 07 77 10 00 00",
  "+1 (242) 555-0123",
  "8 10 7 495 123-45-67",
  "٠٠٥٢٥٥١٢٣٤٥٦٧٨",
  "+５２ ５５ １２３４ ５６７８",
  525512345678,
  "525512345678.0",
  "'+525512345678",
] as const;

const countries = [undefined, "MX", "ES", "BR", "AR", "US", "CO", "RU", "CI", "XX"] as const;
const signs = "0123456789+-.() /;,*#xe٠９\u200e\u00a0".split("");

const text = fc.oneof(
  { weight: 3, arbitrary: editedSamples(written) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...signs), { maxLength: 24 }).map((all) => all.join("")),
  },
  { weight: 1, arbitrary: fc.nat({ max: 999_999_999 }).map((tail) => `+${tail % 98}${tail}`) },
);

/** Numbers as people write them. */
export const phones = () =>
  target({
    inputs: fc.tuple(text, fc.constantFrom(...countries)),
    check([input, defaultCountry]) {
      const phone = tryAct(() =>
        normalizePhone(input, defaultCountry === undefined ? {} : { defaultCountry }),
      );
      if (typeof input === "string") {
        const hidden = maskPhone(input);
        promise(hidden === "-" || /^\**$/.test(hidden.slice(3, -2)), "a masked number is hidden");
      }
      if (isRefused(phone)) {
        promise(phone.code.startsWith("phone_"), `a number is refused as one: ${phone.code}`);
        return;
      }
      promise(/^\+[1-9]\d{6,14}$/.test(phone), "a number is E.164");
      promise(normalizePhone(phone) === phone, "a normal number stays as it is");
      const aliases = phoneAliases(phone);
      promise(aliases[0] === phone && aliases.length <= 3, "a number is its first alias");
      for (const alias of aliases) {
        promise(arePhoneAliases(alias, phone), "an alias is one");
        promise(phoneAliases(alias).includes(phone), "aliases are mutual");
      }
      tryAct(() => createCallLink(phone));
    },
  });
