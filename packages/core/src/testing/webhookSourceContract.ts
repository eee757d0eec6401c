import { stripSdp } from "../events/stripSdp.ts";
import type { WebhookDelivery, WebhookSource } from "../ports/webhookSource.ts";
import type { CallEvent, CallEventKind } from "../vocabulary/callEvent.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { expectEqual as equal } from "./expectEqual.ts";

/** A request of a sender, before it is received. */
export interface SentWebhook {
  /** Default: the address of the set-up. */
  url?: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

/** A documented payload in the sender's format, and the kinds of the events that it becomes. */
export interface WebhookSample {
  name: string;
  body: string;
  kinds: readonly CallEventKind[];
}

/** A signature that the sender's documentation or its SDK publishes. */
export interface SignatureVector {
  name: string;
  secret: string;
  webhook: SentWebhook;
  /** For schemes that sign a time. */
  receivedAt?: Date;
}

/** A source under test. */
export interface WebhookSourceUnderTest {
  /** Creates the source with these secrets; with none, it is not configured. */
  createSource(secrets: readonly string[]): WebhookSource;
  /** Writes a request as the sender does. */
  sign(body: string, secret: string): SentWebhook;
  samples: readonly WebhookSample[];
  vectors: readonly SignatureVector[];
  /** True if each value of a body is a text, as in a form. Default: JSON. */
  isForm?: boolean;
  /** True if the source also takes requests without a signature to judge them, such as those of a shared token. */
  takesUnsigned?: boolean;
  /** True if the source takes one secret only. */
  hasOneSecret?: boolean;
}

export interface WebhookContractCase {
  name: string;
  run(): Promise<void>;
}

const address = "https://project.supabase.co/functions/v1/whatsapp-call-webhook";
const [secret, otherSecret] = ["contract-secret-1", "contract-secret-2"];
const receivedAt = new Date("2026-11-22T18:00:00.000Z");

/** Values that no sender documents, for every field of every sample. */
const oddValues: readonly unknown[] = [
  null,
  "",
  " ",
  "SOMETHING_NEW",
  -1,
  1e300,
  true,
  [],
  {},
  "\u0000\ud800",
  [["x"]],
];

/**
 * The rules of the `WebhookSource` port, as cases that throw if a rule is broken.
 *
 * @example
 * for (const { name, run } of webhookSourceContract(acme)) it(name, run);
 */
export function webhookSourceContract(under: WebhookSourceUnderTest): WebhookContractCase[] {
  const source = under.createSource([secret]);
  const [first] = under.samples;
  if (first === undefined) throw new Error("The set-up has no sample.");
  const authentic = under.sign(first.body, secret);
  const accepts = async (webhook: SentWebhook, judge = source, at = receivedAt) => {
    equal(judge.recognises(requestOf(webhook)), true, "the source recognises the request");
    await judge.verify(deliver(webhook, at));
  };
  const refusal = async (webhook: SentWebhook, judge = source, at = receivedAt) => {
    const thrown = await Promise.resolve()
      .then(() => judge.verify(deliver(webhook, at)))
      .catch((error: unknown) => error);
    if (!isCallsError(thrown) || thrown.name !== "SignatureError") {
      throw new Error(`expected a SignatureError, got ${String(thrown)}`);
    }
    return thrown;
  };

  return [
    {
      name: "recognises a request without reading its body",
      async run() {
        const request = requestOf(authentic);
        equal(source.recognises(request), true, "the source recognises the request");
        equal(request.bodyUsed, false, "the body was read");
      },
    },
    {
      name: "leaves a request without its marks to other sources",
      async run() {
        const stranger = requestOf({ headers: { "x-strange-signature": "00" }, body: first.body });
        if (!under.takesUnsigned) equal(source.recognises(stranger), false, "recognised");
      },
    },
    {
      name: "accepts what the sender signed, with any of its secrets",
      async run() {
        await accepts(authentic);
        if (under.hasOneSecret) return;
        const rotating = under.createSource([otherSecret, "", secret]);
        await accepts(authentic, rotating);
        await accepts(under.sign(first.body, otherSecret), rotating);
      },
    },
    {
      name: "refuses a body of somebody else, and one that was changed",
      async run() {
        const forged = under.sign(first.body, otherSecret);
        equal((await refusal(forged)).status, 401, "the HTTP status");
        // A token says nothing about the body.
        if (under.takesUnsigned) return;
        for (const changed of [`${first.body} `, first.body.slice(0, -1), ""]) {
          equal((await refusal({ ...authentic, body: changed })).status, 401, "the HTTP status");
        }
      },
    },
    {
      name: "refuses a request without a signature, and with half of one",
      async run() {
        await refusal({ ...authentic, url: address, headers: {} });
        for (const [name, value] of Object.entries(authentic.headers)) {
          if (name.toLowerCase() === "content-type") continue;
          for (const broken of ["", value.slice(0, -1), `${value}0`, value.slice(8), "é"]) {
            await refusal({ ...authentic, headers: { ...authentic.headers, [name]: broken } });
          }
        }
      },
    },
    {
      name: "refuses everything if no secret is configured",
      async run() {
        for (const secrets of [[], [""]]) {
          const error = await refusal(authentic, under.createSource(secrets));
          equal(error.code, "webhook_not_configured", "the code");
          await refusal(under.sign(first.body, ""), under.createSource(secrets));
        }
      },
    },
    {
      name: "tells nothing of a secret or a signature in an error",
      async run() {
        const { message, details } = await refusal(under.sign(first.body, otherSecret));
        const text = `${message} ${JSON.stringify(details)}`;
        for (const value of [secret, otherSecret, ...Object.values(authentic.headers)]) {
          equal(text.includes(value), false, "the error contains it");
        }
      },
    },
    ...under.vectors.map(
      (vector): WebhookContractCase => ({
        name: `verifies the published signature: ${vector.name}`,
        async run() {
          const judge = under.createSource([vector.secret]);
          await accepts(vector.webhook, judge, vector.receivedAt);
          const wrong = under.createSource([`${vector.secret}x`]);
          equal(
            (await refusal(vector.webhook, wrong, vector.receivedAt)).code,
            "signature_mismatch",
            "with another secret",
          );
          const { body } = vector.webhook;
          const changed =
            typeof body === "string" ? `${body}0` : Uint8Array.from([...body, "0".charCodeAt(0)]);
          await refusal({ ...vector.webhook, body: changed }, judge, vector.receivedAt);
        },
      }),
    ),
    ...under.samples.map(
      ({ name, body, kinds }): WebhookContractCase => ({
        name: `reads ${name}`,
        async run() {
          const events = source.parse(deliver(under.sign(body, secret)));
          equal(
            events.map(({ kind }) => kind),
            kinds,
            "the kinds",
          );
          for (const event of events) checkEvent(event, source);
        },
      }),
    ),
    {
      name: "gives every event of a delivery another id, and a repeated delivery the same ids",
      async run() {
        for (const { body, name } of under.samples) {
          const idsAt = (at: Date) =>
            source.parse(deliver(under.sign(body, secret), at)).map(({ id }) => id);
          const ids = idsAt(receivedAt);
          equal(new Set(ids).size, ids.length, `different ids of ${name}`);
          equal(
            idsAt(new Date(receivedAt.getTime() + 3_600_000)),
            ids,
            `ids of ${name} an hour later`,
          );
        }
      },
    },
    {
      name: "reads the payloads of the ledger again, if it can",
      async run() {
        for (const { body, name } of under.samples) {
          for (const event of source.parse(deliver(under.sign(body, secret)))) {
            const again = source.reread?.(stripSdp(event.raw), new Date(event.occurredAt));
            if (again === undefined) return;
            const kinds = again.map(({ kind }) => kind);
            equal(kinds.includes(event.kind), true, `${event.kind} of ${name}`);
            for (const read of again) checkEvent(read, source);
          }
        }
      },
    },
    {
      name: "reads any value of any field without an exception",
      async run() {
        for (const { body } of under.samples) {
          for (const odd of under.isForm ? oddForms(body) : oddBodies(body)) {
            const events = source.parse(deliver(under.sign(odd, secret)));
            equal(events.length > 0, true, `events of ${odd}`);
            for (const event of events) checkEvent(event, source);
          }
        }
      },
    },
    {
      name: "throws only CallsErrors for a body in another format",
      async run() {
        for (const body of ["", "{", "null", "[]", '"text"', "%", "a=b", "\u0000", "[[[[]]]]"]) {
          try {
            const events = source.parse(deliver(under.sign(body, secret)));
            equal(events.length > 0, true, `events of ${body}`);
          } catch (error) {
            if (!isCallsError(error)) throw error;
          }
        }
      },
    },
  ];
}

function requestOf({ url = address, headers, body }: SentWebhook): Request {
  return new Request(url, { method: "POST", headers: headersOf(headers), body: body as BodyInit });
}

function deliver({ url = address, headers, body }: SentWebhook, at = receivedAt): WebhookDelivery {
  const rawBody = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { rawBody, headers: headersOf(headers), url, receivedAt: at };
}

/** Omits values that no HTTP header can have. */
function headersOf(headers: Readonly<Record<string, string>>): Headers {
  return new Headers(
    Object.entries(headers).filter(([, value]) => /^[\x20-\xff]*$/.test(value)) as [
      string,
      string,
    ][],
  );
}

function checkEvent(event: CallEvent, { name }: WebhookSource): void {
  equal(typeof event.id === "string" && event.id !== "", true, "the event has an id");
  equal(event.provider, name, "the event's provider");
  equal(new Date(event.occurredAt).toISOString(), event.occurredAt, "the event's time");
  equal("raw" in event, true, "the event contains its item");
  const texts = JSON.stringify({ ...event, raw: null });
  // JSON.stringify escapes NUL and lone surrogates.
  equal(/\\u(?:0000|d[89a-f])/i.test(texts), false, "Postgres refuses a text");
}

/** The body with every value replaced by each odd value, one after the other. */
function* oddBodies(body: string): Generator<string> {
  const root: unknown = JSON.parse(body);
  for (const path of pathsOf(root)) {
    for (const value of oddValues) {
      const copy = JSON.parse(body) as Record<string, unknown>;
      const last = path.at(-1) ?? "";
      const parent = path
        .slice(0, -1)
        .reduce((node, key) => node[key] as Record<string, unknown>, copy);
      parent[last] = value;
      yield JSON.stringify(copy);
    }
  }
}

function* oddForms(body: string): Generator<string> {
  const names = [...new URLSearchParams(body).keys()];
  for (const name of names) {
    const without = new URLSearchParams(body);
    without.delete(name);
    yield without.toString();
    for (const value of oddValues) {
      const form = new URLSearchParams(body);
      form.set(name, String(value));
      yield form.toString();
    }
  }
}

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key];
    yield* pathsOf(inner, [...path, key]);
  }
}
