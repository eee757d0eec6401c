/** The languages in which WhatsApp announces a recording. */
export const announcementLanguages = [
  "en",
  "en_US",
  "en_AU",
  "en_CA",
  "en_GB",
  "en_IN",
  "en_NZ",
  "nl",
  "fr",
  "de",
  "hi",
  "it",
  "kn",
  "pt",
  "es",
  "es_ES",
  "te",
  "vi",
] as const;
export type AnnouncementLanguage = (typeof announcementLanguages)[number];
