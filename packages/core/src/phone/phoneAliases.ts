import { type AliasRule, aliasRules } from "./aliasRules.ts";

const forms = aliasRules.map((rule) => ({
  rule,
  long: new RegExp(
    `^\\+${rule.callingCode}(\\d{${rule.areaDigits}})${rule.mark}(\\d{${rule.subscriberDigits}})$`,
  ),
  short: new RegExp(
    `^\\+${rule.callingCode}(\\d{${rule.areaDigits}})(\\d{${rule.subscriberDigits}})$`,
  ),
}));

/**
 * The forms under which WhatsApp may know a number, the given one first. For matching, never for
 * dialling.
 *
 * @param phone E.164 with `+`.
 * @example
 * phoneAliases("+5215512345678"); // ["+5215512345678", "+525512345678"]
 * phoneAliases("+34600111222"); // ["+34600111222"]
 */
export function phoneAliases(phone: string): readonly string[] {
  for (const { rule, long, short } of forms) {
    const fromLong = long.exec(phone);
    if (fromLong) return [phone, write(rule, fromLong, "")];
    const fromShort = short.exec(phone);
    if (fromShort) return [phone, write(rule, fromShort, rule.mark)];
  }
  return [phone];
}

/** One form for all aliases of a number: two phones are aliases of each other when their keys are equal. */
export function phoneKey(phone: string): string {
  for (const { rule, long } of forms) {
    const match = long.exec(phone);
    if (match) return write(rule, match, "");
  }
  return phone;
}

/** True when both may be the same WhatsApp number. */
export function arePhoneAliases(a: string, b: string): boolean {
  return phoneKey(a) === phoneKey(b);
}

function write(rule: AliasRule, [, area = "", subscriber = ""]: RegExpExecArray, mark: string) {
  return `+${rule.callingCode}${area}${mark}${subscriber}`;
}
