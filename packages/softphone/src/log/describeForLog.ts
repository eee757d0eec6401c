import { asSoftphoneError } from "../errors/meanings.ts";

/** Returns the fields of an error for a log. Messages are omitted, because they may contain text of other libraries. */
export function describeForLog(error: unknown): Record<string, unknown> {
  const { code, outcome, cause } = asSoftphoneError(error);
  return { code, outcome, ...(cause instanceof Error && { cause: cause.name }) };
}
