import fc from "fast-check";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { endCauses } from "../vocabulary/callStatus.ts";

const base = Date.UTC(2026, 10, 22, 10, 0, 0);
const at = fc
  .integer({ min: 0, max: 5 })
  .map((second) => new Date(base + second * 1000).toISOString());

const payloads = {
  ctaPayload: fc.constantFrom(undefined, "b1", "b2"),
  deeplinkPayload: fc.constantFrom(undefined, "l1", "l2"),
};

type Variety = Record<string, fc.Arbitrary<unknown>>;

/** Events that a provider may send about one call. There are few different values, so that equal values are frequent. */
const varieties: Record<string, Variety> = {
  offer: { ...payloads, session: fc.constantFrom({ sdp: "v=0\r\n" }, { invalid: "missing" }) },
  answer: { session: fc.constant({ sdp: "v=0\r\n" }) },
  ringing: {},
  accepted: {},
  declined: {},
  terminated: {
    ...payloads,
    cause: fc.constantFrom(undefined, ...endCauses),
    startedAt: fc.option(at, { nil: undefined }),
    endedAt: fc.option(at, { nil: undefined }),
    durationSeconds: fc.constantFrom(undefined, 0, 3, 30),
    errorCode: fc.constantFrom(undefined, "138021", "131000"),
  },
  recording: { available: fc.boolean(), assetId: fc.constantFrom("a1", "a2") },
  transcript: {
    available: fc.constant(true),
    text: fc.constantFrom("hola", "hola, buenas", "héla"),
  },
};

const event = fc
  .constantFrom(...Object.keys(varieties))
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      occurredAt: at,
      provider: fc.constantFrom("ycloud", "ycloud", "flat"),
      defaultDirection: fc.constantFrom(undefined, undefined, "entrante"),
      direction: fc.constantFrom(undefined, "saliente", "entrante"),
      contact: fc.constantFrom(
        undefined,
        { phone: "+525587654321", profileName: "Ana" },
        { phone: "+5215587654321" },
        { userId: "MX.1", profileName: "Bea" },
      ),
      business: fc.constantFrom(
        undefined,
        { phone: "+525500000001" },
        { phoneId: "461269257068832" },
      ),
      ...varieties[kind],
    }),
  )
  .map(dropUndefined);

/** Histories of one call, `wacid.1`, of up to `maxLength` different events. */
export function histories(maxLength: number): fc.Arbitrary<StoredEvent[]> {
  return fc
    .array(event, { minLength: 2, maxLength })
    .map((events) =>
      events.map(
        (fields, index) => ({ ...fields, id: `evt_${index}`, callId: "wacid.1" }) as StoredEvent,
      ),
    );
}

function dropUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Every order of the items; a random sample of orders for more than six items. */
export function ordersOf<T>(items: readonly T[], sample = 60): T[][] {
  if (items.length <= 6) return permute(items);
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), {
    numRuns: sample,
    seed: 7,
  });
}

function permute<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permute(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

/** The same events, some of them repeated at random places. */
export function withRepetitions<T>(items: readonly T[], seed: number): T[] {
  const [repeated = []] = fc.sample(fc.subarray([...items]), { numRuns: 1, seed });
  return seed % 2 === 0
    ? [...items, ...repeated]
    : repeated.flatMap((item) => [item]).concat(items);
}
