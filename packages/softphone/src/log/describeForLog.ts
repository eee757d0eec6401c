import { asSoftphoneError } from "../errors/meanings.ts";

/** What a log may have of an error: neither its message nor its cause's, which are other people's texts. */
export function describeForLog(error: unknown): Record<string, unknown> {
  const { code, outcome, cause } = asSoftphoneError(error);
  return { code, outcome, ...(cause instanceof Error && { cause: cause.name }) };
}
