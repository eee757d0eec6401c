/**
 * A value inside PostgREST's `or=(...)` and `in.(...)`, where commas, dots, parentheses and quotes have
 * a meaning. supabase-js quotes some of them, and escapes no quotes.
 */
export function quoteFilterValue(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
