import { createTransport, type Transport } from "@skale-calls/core/transport";
import type { YCloudSettings } from "./clientOptions.ts";
import { type RateLimit, readRateLimit } from "./readRateLimit.ts";
import { readRefusal, readRequestId } from "./readRefusal.ts";
import { YCloudError } from "./ycloudError.ts";

/** Sends requests to YCloud. Every failure is thrown as a `YCloudError`. */
export function createYCloudTransport(settings: YCloudSettings): Transport<RateLimit> {
  const { apiKey, authHeader } = settings;
  return createTransport({
    settings,
    headersFor: () => ({ [authHeader]: apiKey }),
    secrets: [apiKey],
    createError: (code, outcome, facts) => new YCloudError(code, outcome, facts),
    readRefusal,
    readRequestId,
    readQuota: readRateLimit,
  });
}
