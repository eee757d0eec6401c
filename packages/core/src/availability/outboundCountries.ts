/**
 * Where WhatsApp does not allow calls from a business to a contact, by the country of the *business* number. The
 * contact's country does not count.
 */
export const outboundCountries = {
  /** Meta's list. */
  excluded: {
    countries: ["US", "CA", "EG", "VN", "NG"],
    source:
      "https://developers.facebook.com/documentation/business-messaging/whatsapp/calling (June 2026, quoted again in September 2026)",
    asOf: "2026-10-01",
  },
  /** The country code of a territory is not on Meta's list, but its numbers belong to the United States. */
  territories: {
    countries: ["AS", "GU", "MP", "PR", "VI"],
    source:
      "Inferred from Meta's list: the numbers of these territories are numbers of the United States",
    asOf: "2026-10-01",
  },
  /**
   * Sanctioned countries, in which WhatsApp's business platform is not offered. Crimea, Donetsk and Luhansk are not
   * offered either, but their numbers cannot be told from those of Ukraine and Russia.
   */
  unsupported: {
    countries: ["CU", "IR", "KP", "SY"],
    source: "Twilio's documentation of WhatsApp calling",
    asOf: "2026-11-22",
  },
  /** Several providers list these countries as excluded; Meta's current list does not. */
  uncertain: {
    countries: ["TR"],
    source: "respond.io, YCloud, Twilio and Infobip list it; Meta's list does not",
    asOf: "2026-11-22",
  },
} as const satisfies Record<string, { countries: readonly string[]; source: string; asOf: string }>;
