import type { Language } from "../i18n/i18n.ts";

/** Formats a share from 0 to 1 as `83 %`. */
export function formatShare(share: number, language: Language): string {
  return share.toLocaleString(language, { style: "percent", maximumFractionDigits: 0 });
}
