import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAboutCalls } from "./events/isAboutCalls.ts";
import { stripSdp } from "./events/stripSdp.ts";
import { parseWebhook } from "./parseWebhook.ts";
import { flatFixtures } from "./testing/fixtures/flatFixtures.ts";
import { metaFixtures } from "./testing/fixtures/metaFixtures.ts";
import { fixtureSdp } from "./testing/fixtures/numbers.ts";
import { ycloudFixtures } from "./testing/fixtures/ycloudFixtures.ts";
import type { CallEvent } from "./vocabulary/callEvent.ts";

const fixtures: readonly unknown[] = [ycloudFixtures, metaFixtures, flatFixtures].flatMap((named) =>
  Object.values<unknown>(named),
);

/** What is true for every event, regardless of the input. */
function expectSound(event: CallEvent): void {
  const { raw, ...stored } = event;
  expect(event.id).toMatch(/./);
  expect(new Date(event.occurredAt).toISOString()).toBe(event.occurredAt);
  expect(event.callId?.length ?? 1).toBeLessThanOrEqual(255);
  expect(event.contact?.profileName?.length ?? 1).toBeLessThanOrEqual(200);
  expect(Object.values(stored)).not.toContain(undefined);
  const withoutCall = ["unknown", "permission", "permission_request", "account", "contact_change"];
  const isOfCall = !withoutCall.includes(event.kind);
  if (isOfCall) expect(event.callId).toMatch(/./);
  // Postgres accepts what is stored of it.
  const text = JSON.stringify(stored);
  expect(text).not.toContain("\\u0000");
  expect(text).not.toMatch(/\\ud[89a-f]/);
  expect(JSON.stringify(stripSdp(raw))).not.toContain("ice-pwd");
  expect(typeof isAboutCalls(event)).toBe("boolean");
}

function expectSoundEvents(body: unknown): void {
  const events = parseWebhook(body);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expectSound(event);
  expect(parseWebhook(body).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
}

const hostileValue = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ stringUnit: "binary" }) },
  fc.constantFrom<unknown>(
    undefined,
    "__proto__",
    "constructor",
    "a\0\ud800",
    "x".repeat(300),
    Number.POSITIVE_INFINITY,
    -0,
    1e300,
    "COMPLETED",
    "1795363200",
    "2026-02-31T25:61:00Z",
    JSON.parse('{"__proto__":{"wacid":"x"}}'),
  ),
);

/** A copy with the value at a random place replaced. */
function mutate(value: unknown, path: readonly number[], replacement: unknown): unknown {
  if (typeof value !== "object" || value === null || path.length === 0) return replacement;
  const entries = Object.entries(value);
  const [step = 0, ...rest] = path;
  const at = entries.length === 0 ? -1 : step % entries.length;
  const changed = entries.map(([key, item], i) => [
    key,
    i === at ? mutate(item, rest, replacement) : item,
  ]);
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

describe("parseWebhook", () => {
  test("gives sound events for any JSON", () => {
    fc.assert(fc.property(fc.jsonValue({ stringUnit: "binary", maxDepth: 5 }), expectSoundEvents), {
      numRuns: 300,
    });
  });

  test("gives sound events for mutated fixtures", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
        hostileValue,
        (body, path, value) => expectSoundEvents(mutate(body, path, value)),
      ),
      { numRuns: 1000 },
    );
  });

  test("gives sound events for any JSON under any provider's name", () => {
    for (const provider of ["ycloud", "meta", "flat", "twilio", "constructor"]) {
      for (const body of [...fixtures, null, [], [[]], {}, "x"]) {
        for (const event of parseWebhook(body, { provider })) expect(event.provider).toBe(provider);
      }
    }
  });

  test.each([
    ["deep arrays", JSON.parse("[".repeat(100_000) + "]".repeat(100_000))],
    [
      "a deep field",
      {
        call_id: "c",
        event: "completed",
        more: JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`),
      },
    ],
    ["many keys", Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))],
    ["many bodies", Array.from({ length: 50_000 }, () => ({}))],
    [
      "many calls",
      { entry: [{ changes: [{ field: "calls", value: { calls: Array(50_000).fill({}) } }] }] },
    ],
    ["many changes", { entry: [{ changes: Array(50_000).fill({}) }] }],
    ["many entries", { entry: Array(50_000).fill({ changes: [{}] }) }],
    [
      "many contacts",
      {
        entry: [
          {
            changes: [
              {
                field: "calls",
                value: {
                  contacts: Array(50_000).fill({ wa_id: 1 }),
                  calls: Array(999).fill({ id: 1 }),
                },
              },
            ],
          },
        ],
      },
    ],
    ["a prototype", JSON.parse('{"__proto__":{"call_id":"x","event":"completed"}}')],
    ["undefined", undefined],
  ])("gives sound events for %s", (_, body) => {
    const events = parseWebhook(body);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(1001);
    for (const event of events.slice(0, 3)) expectSound(event);
  });

  test("reads nothing from a prototype", () => {
    expect(
      parseWebhook(JSON.parse('{"__proto__":{"call_id":"x","event":"completed"}}')),
    ).toMatchObject([{ kind: "unknown" }]);
  });

  test("reads several bodies in an array, of any dialect", () => {
    const bodies = [ycloudFixtures.offer, flatFixtures.completed, metaFixtures.ringing, 7];
    expect(parseWebhook(bodies).map(({ provider, kind }) => `${provider} ${kind}`)).toEqual([
      "ycloud offer",
      "flat terminated",
      "flat recording",
      "flat transcript",
      "meta ringing",
      "flat unknown",
    ]);
  });

  test("lets a provider's name decide, regardless of the shape", () => {
    expect(parseWebhook(flatFixtures.busy, { provider: "ycloud" })).toMatchObject([
      { provider: "ycloud", kind: "unknown" },
    ]);
    expect(parseWebhook(flatFixtures.busy, { provider: "twilio" })).toMatchObject([
      { provider: "twilio", kind: "unknown" },
    ]);
  });

  test("keeps an offer's SDP unchanged", () => {
    expect(parseWebhook(ycloudFixtures.offer)).toMatchObject([
      { session: { sdp: fixtureSdp.offer } },
    ]);
  });
});

describe("isAboutCalls", () => {
  test("every fixture is about calls, except the changes of contacts", () => {
    for (const body of fixtures) {
      for (const event of parseWebhook(body)) {
        expect(isAboutCalls(event)).toBe(event.kind !== "contact_change");
      }
    }
  });

  test.each([
    [true, { type: "whatsapp.call.held", apiVersion: "v2" }],
    [false, { type: "whatsapp.message.updated", apiVersion: "v2" }],
    [
      false,
      { type: "whatsapp.inbound_message.received", whatsappInboundMessage: { type: "text" } },
    ],
    [false, { type: "contact.created", apiVersion: "v2" }],
    [true, { event: "strange" }],
    [true, "not even an object"],
    [true, { entry: [{ changes: [{ field: "calls", value: { errors: [{ code: 131044 }] } }] }] }],
    [
      false,
      { entry: [{ changes: [{ field: "messages", value: { messages: [{ type: "text" }] } }] }] },
    ],
    [false, { entry: [{ changes: [{ field: "account_update", value: {} }] }] }],
  ])("%s of %j", (expected, body) => {
    expect(parseWebhook(body).map((event) => isAboutCalls(event))).toEqual([expected]);
  });
});
