import { useTranslation } from "react-i18next";
import type { Language } from "./i18n.ts";

/** The language shown, for `Intl` and for sentences that come in both. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language as Language;
}
