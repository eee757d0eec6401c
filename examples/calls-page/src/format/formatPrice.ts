/** Formats an exact price such as `0.0103`, with all its digits and the currency's code. */
export function formatPrice(amount: string, currency: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "code",
    maximumFractionDigits: 12,
  }).format(amount as `${number}`);
}

/** Formats a sum in the currency's usual digits. */
export function formatSum(amount: string, currency: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "code",
  }).format(amount as `${number}`);
}
