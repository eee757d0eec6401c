/**
 * Quotes a value for PostgREST's `or=(...)` and `in.(...)`, where commas, dots, parentheses and quotes have a meaning.
 * supabase-js quotes only some of them, and does not escape quotes.
 */
export function quoteFilterValue(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
