import {
  flatWebhooks,
  metaWebhooks,
  parseWebhook,
  type WebhookSource,
  ycloudWebhooks,
} from "@skale-calls/core";
import {
  flatFixtures,
  metaAccountFixtures,
  metaFixtures,
  ycloudFixtures,
} from "@skale-calls/core/testing";
import { twilioWebhooks } from "@skale-calls/twilio-client";
import { twilioFixtures } from "@skale-calls/twilio-client/testing";
import fc from "fast-check";
import { checkEvents } from "../checkEvents.ts";
import { editBytes, encode, encodings, writeJson } from "../editBytes.ts";
import { editedSamples, edits, textOf } from "../editValue.ts";
import { isRefused, promise, tryAct } from "../promise.ts";
import { type FuzzTarget, target } from "../target.ts";

export const webhookSamples = {
  ycloud: Object.values(ycloudFixtures),
  meta: [...Object.values(metaFixtures), ...Object.values(metaAccountFixtures)],
  flat: Object.values(flatFixtures),
  twilio: Object.values(twilioFixtures),
} satisfies Record<string, readonly unknown[]>;

export type Sender = keyof typeof webhookSamples;

export const sources: Readonly<Record<Sender, WebhookSource>> = {
  ycloud: ycloudWebhooks({ secrets: ["whsec_fuzz"] }),
  meta: metaWebhooks({ secrets: ["app secret"], verifyToken: "fuzz" }),
  flat: flatWebhooks({ token: "a token" }),
  twilio: twilioWebhooks({ authTokens: ["auth token"] }),
};

const receivedAt = new Date("2026-11-26T10:05:00.000Z");

/** A parsed body of a sender, with changes: `parseWebhook` accepts any JSON value and throws nothing. */
export const parsedBodies = (sender: Exclude<Sender, "twilio">): FuzzTarget =>
  target({
    inputs: fc.tuple(editedSamples(webhookSamples[sender]), fc.boolean()),
    check([body, named]) {
      const before = JSON.stringify(body);
      const parse = () =>
        parseWebhook(body, { receivedAt, ...(named ? { provider: sender } : {}) });
      const events = parse();
      checkEvents(events);
      promise(JSON.stringify(body) === before, "a parser changes no input");
      promise(
        JSON.stringify(events.map(withoutRaw)) === JSON.stringify(parse().map(withoutRaw)),
        "a parser gives the same events twice",
      );
    },
  });

const withoutRaw = ({ raw: _, ...event }: { raw: unknown }) => event;

const contentTypes = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=utf-16le",
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=iso-8859-1",
  "multipart/form-data; boundary=x",
  "text/plain",
  "",
] as const;

const urls = [
  "https://x.example/webhook",
  "https://x.example/webhook?leg=agent",
  `https://x.example/webhook?bodySHA256=${"0".repeat(64)}`,
] as const;

/** A body in bytes, in each encoding and as a form: a source refuses it with a code, or gives events. */
export const rawBodies = (sender: Sender): FuzzTarget =>
  target({
    inputs: fc
      .record({
        body: editedSamples(webhookSamples[sender]),
        isForm: fc.boolean(),
        encoding: encodings,
        changes: edits,
        type: fc.nat({ max: contentTypes.length - 1 }),
        url: fc.nat({ max: urls.length - 1 }),
      })
      .map(({ body, isForm, encoding, changes, type, url }) => ({
        rawBody: editBytes(encode(isForm ? writeForm(body) : writeJson(body), encoding), changes),
        contentType: contentTypes[type] ?? "",
        url: urls[url] ?? urls[0],
      })),
    check({ rawBody, contentType, url }) {
      const headers = new Headers({ "content-type": contentType });
      const events = tryAct(() => sources[sender].parse({ rawBody, headers, url, receivedAt }));
      if (!isRefused(events)) checkEvents(events);
    },
  });

function writeForm(body: unknown): string {
  if (typeof body !== "object" || body === null) return textOf(body);
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(body)) {
    form.append(key, typeof value === "string" ? value : writeJson(value));
  }
  return form.toString();
}
