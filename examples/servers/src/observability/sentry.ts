import { type OnEvent, problems } from "@skale-calls/core";

/** The part of Sentry's SDK that the hook uses: `import * as Sentry from "@sentry/node"`, or `@sentry/deno`. */
export interface SentryClient {
  captureMessage(
    message: string,
    context: {
      level: "warning" | "error";
      tags: Record<string, string>;
      extra: Record<string, unknown>;
      fingerprint: string[];
    },
  ): unknown;
}

/**
 * Creates a hook that reports problems and failed requests to Sentry, one issue for each problem or code and not for each call.
 *
 * @example
 * createCallHandler({ ...deps, onEvent: sendToSentry(Sentry) });
 */
export function sendToSentry(sentry: SentryClient): OnEvent {
  return (event) => {
    if (event.level === "info") return;
    const { kind, level, ...extra } = event;
    const name = event.kind === "problem" ? event.problem : `${kind} ${event.code ?? "failed"}`;
    sentry.captureMessage(event.kind === "problem" ? problems[event.problem] : name, {
      level: level === "warn" ? "warning" : "error",
      tags: {
        kind,
        name,
        ...("provider" in event && event.provider ? { provider: event.provider } : {}),
      },
      extra,
      fingerprint: ["skale-calls", name],
    });
  };
}
