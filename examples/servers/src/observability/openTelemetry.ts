import { metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { OnEvent, TelemetryEvent } from "@skale-calls/core";

/**
 * Creates a hook that sends events to OpenTelemetry: a span and a duration for each request, webhook, act and file, and a count for
 * each problem. Within an instrumented HTTP server, the spans are children of the server's span.
 *
 * @example
 * createCallHandler({ ...deps, onEvent: sendToOpenTelemetry() });
 */
export function sendToOpenTelemetry(): OnEvent {
  const tracer = trace.getTracer("skale-calls");
  const meter = metrics.getMeter("skale-calls");
  const durations = meter.createHistogram("skale_calls.duration", { unit: "ms" });
  const problems = meter.createCounter("skale_calls.problems");

  return (event) => {
    const attributes = attributesOf(event);
    if (event.kind === "problem") {
      problems.add(1, { problem: event.problem, level: event.level });
      trace.getActiveSpan()?.addEvent(event.problem, attributes);
      return;
    }
    const end = Date.now();
    const span = tracer.startSpan(nameOf(event), {
      startTime: end - event.ms,
      kind:
        event.kind === "provider" || event.kind === "store" ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes,
    });
    if (event.level === "error") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
    // The ids of calls and requests would make a series each.
    durations.record(event.ms, { name: nameOf(event), result: resultOf(event) });
  };
}

type Timed = Exclude<TelemetryEvent, { kind: "problem" }>;

/** @example "request POST /{id}/accept", "provider ycloud accept" */
function nameOf(event: Timed): string {
  switch (event.kind) {
    case "request":
      return `request ${event.route ?? event.method}`;
    case "webhook":
      return `webhook ${event.provider}`;
    case "provider":
      return `provider ${event.provider} ${event.act}`;
    case "store":
      return `store ${event.act}`;
    case "media":
      return `media ${event.medium}`;
  }
}

function resultOf(event: Timed): string | number {
  if (event.kind === "request") return event.status;
  return event.kind === "webhook" ? "ok" : event.outcome;
}

/** Events are flat, so their fields are attributes. */
const attributesOf = (event: TelemetryEvent) =>
  Object.fromEntries(
    Object.entries(event).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[`skale_calls.${name}`, value]],
    ),
  );
