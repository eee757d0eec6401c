import { readFileSync } from "node:fs";
import { metrics, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { createCallHandler, type OnEvent, ProviderError, problems } from "@skale-calls/core";
import {
  contractWorld,
  createFakeCallProvider,
  createMemoryCallStore,
} from "@skale-calls/core/testing";
import { afterAll, expect, it } from "vitest";
import { toAll, writeToLogger } from "../src/observability/logs.ts";
import { sendToOpenTelemetry } from "../src/observability/openTelemetry.ts";
import { type SentryClient, sendToSentry } from "../src/observability/sentry.ts";

const spans = new InMemorySpanExporter();
const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({
  exporter: points,
  exportIntervalMillis: 3_600_000,
});
const meters = new MeterProvider({ readers: [reader] });
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
);
metrics.setGlobalMeterProvider(meters);
afterAll(() => meters.shutdown());

/** Dials twice: the first call succeeds, and the provider's answer to the second one is unclear. */
async function dialTwice(onEvent: OnEvent): Promise<void> {
  const [{ id: agent }] = contractWorld.agents;
  const provider = createFakeCallProvider();
  const handler = createCallHandler({
    store: createMemoryCallStore({
      ...contractWorld,
      inboxes: contractWorld.inboxes.map((inbox) => ({ ...inbox, provider: null })),
    }),
    provider,
    authenticate: async () => agent,
    onEvent,
  });
  const dial = (to: string) =>
    handler(
      new Request("https://x.example/whatsapp-call", {
        method: "POST",
        headers: { authorization: "Bearer token", "x-request-id": "req-1" },
        body: JSON.stringify({ to, sdp: "v=0\r\n" }),
      }),
    );
  expect((await dial("+525587654321")).status).toBe(200);
  provider.before(() => {
    throw new ProviderError("provider_timeout", "ambiguous");
  });
  expect((await dial("+525587654322")).status).toBe(202);
}

it("OpenTelemetry gets spans with times, and measures", async () => {
  await dialTwice(sendToOpenTelemetry());
  const finished = spans.getFinishedSpans();
  expect(finished.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["store beginCall", "provider ycloud connect", "request POST /"]),
  );
  const request = finished.find(({ name }) => name === "request POST /");
  expect(request?.attributes).toMatchObject({
    "skale_calls.status": 200,
    "skale_calls.requestId": "req-1",
    "skale_calls.provider": "ycloud",
  });
  await reader.forceFlush();
  const measured = points
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .map(({ descriptor: { name }, dataPoints }) => [
      name,
      dataPoints.map(({ attributes }) => attributes),
    ]);
  expect(measured).toEqual(
    expect.arrayContaining([
      [
        "skale_calls.duration",
        expect.arrayContaining([
          { name: "request POST /", result: 200 },
          { name: "provider ycloud connect", result: "ambiguous" },
        ]),
      ],
      ["skale_calls.problems", [{ problem: "dial_unclear", level: "warn" }]],
    ]),
  );
});

it("Sentry gets the problems alone, by name", async () => {
  const reported: unknown[] = [];
  const client: SentryClient = { captureMessage: (...report) => void reported.push(report) };
  await dialTwice(sendToSentry(client));
  expect(reported).toEqual([
    [
      problems.dial_unclear,
      {
        level: "warning",
        tags: { kind: "problem", name: "dial_unclear" },
        extra: expect.objectContaining({ requestId: "req-1", code: "provider_timeout" }),
        fingerprint: ["skale-calls", "dial_unclear"],
      },
    ],
  ]);
});

it("a structured logger gets every event, and several hooks get the same", async () => {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${Object.keys(fields).includes("requestId")}`);
  const logger = { info: write("info"), warn: write("warn"), error: write("error") };
  let count = 0;
  await dialTwice(
    toAll(writeToLogger(logger), () => {
      count += 1;
    }),
  );
  expect(lines).toHaveLength(count);
  expect(lines).toEqual(
    expect.arrayContaining(["info provider true", "info request true", "warn dial_unclear true"]),
  );
});

it("docs/observability.md explains every problem, and shows these files", () => {
  const page = readFileSync(new URL("../../../docs/observability.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name, text]) => [
    name,
    text,
  ]);
  expect(Object.fromEntries(rows)).toMatchObject(problems);
  for (const file of ["openTelemetry.ts", "sentry.ts", "logs.ts"]) expect(page).toContain(file);
});
