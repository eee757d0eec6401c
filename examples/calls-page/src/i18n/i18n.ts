import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en/index.ts";
import { es } from "./es/index.ts";

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];

/** The name of each language in the language itself. */
export const languageNames: Readonly<Record<Language, string>> = { es: "Español", en: "English" };

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof es;
  }
}

const storageKey = "language";
const isLanguage = (value: string | null): value is Language =>
  languages.some((language) => language === value);

/** Returns the stored language, or else the first of the browser's languages that the page supports, or else Spanish. */
function firstLanguage(): Language {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages];
  return wanted.map((tag) => tag?.split("-")[0] ?? null).find(isLanguage) ?? "es";
}

export const i18n = createInstance();

i18n.on("languageChanged", (language) => {
  document.documentElement.lang = language;
  document.title = i18n.t("title");
});

await i18n.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: "es",
  defaultNS: "common",
  resources: { es, en },
  interpolation: { escapeValue: false },
});

export function changeLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  void i18n.changeLanguage(language);
}
