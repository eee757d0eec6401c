/**
 * Countries whose mobile numbers WhatsApp knows in two forms, as data: the longer form has a `mark`
 * behind the area code that the shorter one lacks. Ids made before a numbering reform keep the old
 * form (public notes on `wa_id`). For matching only: the shorter form may
 * be a landline, so no form is made up for dialling. The SQL's `whatsapp_phone_key` is generated from
 * these rows.
 */
export interface AliasRule {
  country: string;
  callingCode: string;
  areaDigits: number;
  mark: string;
  subscriberDigits: number;
}

export const aliasRules: readonly AliasRule[] = [
  // The mobile 1 was dropped in 2019: +52 1 55 1234 5678 and +52 55 1234 5678.
  { country: "MX", callingCode: "52", areaDigits: 0, mark: "1", subscriberDigits: 10 },
  // The 9 of mobiles from abroad: +54 9 11 2345 6789 and +54 11 2345 6789.
  { country: "AR", callingCode: "54", areaDigits: 0, mark: "9", subscriberDigits: 10 },
  // The ninth digit: +55 11 9 8765 4321 and +55 11 8765 4321.
  { country: "BR", callingCode: "55", areaDigits: 2, mark: "9", subscriberDigits: 8 },
];
