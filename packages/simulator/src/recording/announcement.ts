/** The languages in which WhatsApp announces a recording (Meta, "Call recording"). */
export const announcementLanguages: readonly string[] = [
  ...["en", "en_US", "en_AU", "en_CA", "en_GB", "en_IN", "en_NZ", "nl", "fr", "de"],
  ...["hi", "it", "kn", "pt", "es", "es_ES", "te", "vi"],
];

/** The longest purpose of a recording, in characters. */
export const longestPurpose = 250;
