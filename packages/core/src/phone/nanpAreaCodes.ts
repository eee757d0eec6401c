/**
 * The area codes of the calling code `1` (North American Numbering Plan) by country or territory (ISO 3166 alpha-2).
 * The United States are not in the table: every geographic area code that the table does not list is theirs.
 *
 * Source: the metadata of libphonenumber-js 1.13.16. A test compares the table with the installed metadata.
 */
export const nanpAreaCodes = {
  /** Territories of the United States with a country code of their own. */
  usTerritories: {
    AS: ["684"],
    GU: ["671"],
    MP: ["670"],
    PR: ["787", "939"],
    VI: ["340"],
  },
  canada: {
    // The last line has Canada's non-geographic codes.
    CA: [
      ...["204", "226", "236", "249", "250", "257", "263", "273", "289", "306", "343", "354"],
      ...["365", "367", "368", "382", "403", "416", "418", "428", "431", "437", "438", "450"],
      ...["468", "474", "506", "514", "519", "548", "579", "581", "584", "587", "604", "613"],
      ...["639", "647", "672", "683", "705", "709", "742", "753", "778", "780", "782", "807"],
      ...["819", "825", "867", "873", "879", "902", "905", "942"],
      ...["600", "622", "633"],
    ],
  },
  /** The Caribbean, with Bermuda and the Bahamas. */
  caribbean: {
    AG: ["268"],
    AI: ["264"],
    BB: ["246"],
    BM: ["441"],
    BS: ["242"],
    DM: ["767"],
    DO: ["809", "829", "849"],
    GD: ["473"],
    JM: ["658", "876"],
    KN: ["869"],
    KY: ["345"],
    LC: ["758"],
    MS: ["664"],
    SX: ["721"],
    TC: ["649"],
    TT: ["868"],
    VC: ["784"],
    VG: ["284"],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The area codes that belong to no country: toll-free, personal and premium numbers. */
export const nanpSharedCodes: readonly string[] = [
  ...["800", "833", "844", "855", "866", "877", "888"],
  ...["500", "521", "522", "523", "524", "525", "526", "527", "528", "529", "532", "533"],
  ...["544", "566", "577", "588"],
  "900",
];

const countryOfCode = new Map<string, string | undefined>([
  ...Object.values(nanpAreaCodes).flatMap((countries) =>
    Object.entries<readonly string[]>(countries).flatMap(([country, codes]) =>
      codes.map((code): [string, string] => [code, country]),
    ),
  ),
  ...nanpSharedCodes.map((code): [string, undefined] => [code, undefined]),
]);

/**
 * Returns the country (ISO 3166 alpha-2) of a number of the calling code `1` by its area code. Returns undefined for
 * other numbers, and for toll-free, personal and premium numbers.
 *
 * @param phone With its calling code, with or without `+`: `+17875550123`.
 * @example findNanpCountry("+17875550123") // "PR"
 */
export function findNanpCountry(phone: string): string | undefined {
  const areaCode = /^\+?1([2-9]\d\d)/.exec(phone)?.[1];
  if (areaCode === undefined) return undefined;
  return countryOfCode.has(areaCode) ? countryOfCode.get(areaCode) : "US";
}
