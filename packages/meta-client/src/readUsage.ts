import { parseJson } from "@skale-calls/core/transport";
import * as z from "zod";

/** How much of Meta's rate limits is used, as the headers of a response tell it. */
export interface MetaUsage {
  /** The highest of all percentages: at 100, Meta refuses requests. */
  percent: number;
  /** Seconds until Meta accepts requests again, if it tells them. */
  retryAfter?: number;
}

const usageFields = z.looseObject({
  call_count: z.number().optional().catch(undefined),
  total_cputime: z.number().optional().catch(undefined),
  total_time: z.number().optional().catch(undefined),
  estimated_time_to_regain_access: z.number().optional().catch(undefined),
});
const appUsage = usageFields.transform((usage) => [usage]);
const businessUsage = z
  .record(z.string(), z.array(usageFields))
  .transform((businesses) => Object.values(businesses).flat());

const headersOfUsage = {
  "x-app-usage": appUsage,
  "x-business-use-case-usage": businessUsage,
} as const;

/**
 * Reads `X-App-Usage` and `X-Business-Use-Case-Usage`. Their values are percentages, and
 * `estimated_time_to_regain_access` is in minutes (Graph API, "Rate limits"). Returns null if nothing can be read.
 */
export function readUsage(headers: Headers): MetaUsage | null {
  const usages = Object.entries(headersOfUsage).flatMap(([name, schema]) => {
    const text = headers.get(name);
    return text === null ? [] : (schema.safeParse(parseJson(text)).data ?? []);
  });
  const percents = usages.flatMap(({ call_count, total_cputime, total_time }) =>
    [call_count, total_cputime, total_time].filter((percent) => percent !== undefined),
  );
  if (percents.length === 0) return null;
  const minutes = Math.max(
    0,
    ...usages.map(({ estimated_time_to_regain_access: wait = 0 }) => wait),
  );
  return {
    percent: Math.max(...percents),
    ...(minutes > 0 ? { retryAfter: Math.ceil(minutes * 60) } : {}),
  };
}
