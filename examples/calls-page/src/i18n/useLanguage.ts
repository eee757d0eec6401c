import { useTranslation } from "react-i18next";
import type { Language } from "./i18n.ts";

/** The current language, for `Intl` and for sentences that exist in both languages. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language as Language;
}
