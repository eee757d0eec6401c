/**
 * Formats an exact amount, such as `0.0103`, with its currency. It is rounded to the cent, or to a hundredth of a cent if it is
 * below one unit of the currency.
 */
export function formatMoney(amount: string, currency: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: /^0\./.test(amount) ? 4 : 2,
  }).format(amount as Intl.StringNumericLiteral);
}
