import { type AliasRule, aliasRules } from "./aliasRules.ts";

interface Forms {
  rule: AliasRule;
  long: RegExp;
  short: RegExp;
}

const formsByCode = new Map<string, Forms[]>();
for (const rule of aliasRules) {
  const forms = formsByCode.get(rule.callingCode) ?? [];
  forms.push({
    rule,
    long: new RegExp(aliasPattern(rule, rule.mark)),
    short: new RegExp(aliasPattern(rule, rule.shortMark ?? "")),
  });
  formsByCode.set(rule.callingCode, forms);
}

/**
 * Returns a regular expression for one form of a number. Its first group is the area code, its second group the
 * subscriber. The expression works in JavaScript and in Postgres.
 *
 * @param mark the rule's `mark` or its `shortMark`.
 */
export function aliasPattern(rule: AliasRule, mark: string): string {
  const { callingCode, areaDigits, subscriberDigits, startsWith } = rule;
  const subscriber = `${startsWith === undefined ? "" : `(?=${startsWith})`}\\d{${subscriberDigits}}`;
  return `^\\+${callingCode}(\\d{${areaDigits}})${mark}(${subscriber})$`;
}

const noForms: readonly Forms[] = [];

function formsOf(phone: string): readonly Forms[] {
  for (let end = 2; end <= 4; end++) {
    const forms = formsByCode.get(phone.slice(1, end));
    if (forms) return forms;
  }
  return noForms;
}

/**
 * Returns the forms in which WhatsApp may know a number, first the given form. Use the forms for matching, never for
 * dialling.
 *
 * @param phone E.164 with `+`.
 * @example
 * phoneAliases("+5215512345678"); // ["+5215512345678", "+525512345678"]
 * phoneAliases("+2250777100000"); // ["+2250777100000", "+22577100000"]
 * phoneAliases("+34600111222"); // ["+34600111222"]
 */
export function phoneAliases(phone: string): readonly string[] {
  const forms = formsOf(phone);
  if (forms.length === 0) return [phone];
  const key = phoneKey(phone);
  const aliases = new Set([phone, key]);
  for (const { rule, short } of forms) {
    const match = short.exec(key);
    if (match) aliases.add(write(rule, match, rule.mark));
  }
  return [...aliases];
}

/** Returns the same form for all aliases of a number: two phones are aliases of each other if their keys are equal. */
export function phoneKey(phone: string): string {
  for (const { rule, long } of formsOf(phone)) {
    const match = long.exec(phone);
    if (match) return write(rule, match, rule.shortMark ?? "");
  }
  return phone;
}

/** True if both phones may be the same WhatsApp number. */
export function arePhoneAliases(a: string, b: string): boolean {
  return phoneKey(a) === phoneKey(b);
}

function write(rule: AliasRule, [, area = "", subscriber = ""]: RegExpExecArray, mark: string) {
  return `+${rule.callingCode}${area}${mark}${subscriber}`;
}
