import { createCallHandler, createWebhookHandler, ProviderError } from "@skale-calls/core";
import {
  contractWorld,
  createFakeCallProvider,
  createMemoryCallStore,
  type MemoryCallStore,
  signWebhook,
} from "@skale-calls/core/testing";
import fc from "fast-check";
import {
  checkCallAnswers,
  checkWebhookAnswers,
} from "../../../../../packages/core/src/testing/checkAnswers.ts";
import { editBytes, encode, encodings, writeJson } from "../editBytes.ts";
import { editedSamples, edits, editValue, textOf } from "../editValue.ts";
import { promise } from "../promise.ts";
import { type FuzzTarget, target } from "../target.ts";
import { type Sender, sources, webhookSamples } from "./webhooks.ts";

const [ana] = contractWorld.agents;
const [inbox] = contractWorld.inboxes;
const [lead] = contractWorld.leads;
const world = {
  ...contractWorld,
  inboxes: contractWorld.inboxes.map((some) => ({ ...some, provider: null })),
};
const start = new Date("2026-11-26T10:05:00.000Z");
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\na=ice-pwd:secret0000000000000000\r\n";

interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

const bearer = { authorization: `Bearer ${ana.id}`, "content-type": "application/json" };
const dial = {
  to: "+525587654321",
  inbox_id: inbox.id,
  sdp,
  lead_id: lead.id,
  id: "00000000-0000-4000-8000-000000000d01",
};
const hours = {
  time_zone: "America/Mexico_City",
  weekly: [{ day: 1, open: "09:00", close: "14:00" }],
  holidays: [{ date: "2026-12-25" }],
};

/** One request for each route. `ringing` becomes the id of a call that rings. */
const requests: readonly Asked[] = [
  { method: "POST", path: "", headers: bearer, body: dial },
  { method: "POST", path: "", headers: bearer, body: { recipient: "MX.13491208655302741918" } },
  { method: "GET", path: "/permissions?to=%2B525587654321", headers: bearer },
  { method: "POST", path: "/permissions", headers: bearer, body: { to: "+525587654321" } },
  { method: "GET", path: "/ice-servers", headers: bearer },
  ...["claim", "pre-accept", "accept"].map((act) => ({
    method: "POST",
    path: `/ringing/${act}`,
    headers: bearer,
    body: { sdp },
  })),
  ...["reject", "hangup"].map((act) => ({
    method: "POST",
    path: `/ringing/${act}`,
    headers: bearer,
  })),
  { method: "GET", path: `/availability?inbox_id=${inbox.id}`, headers: bearer },
  { method: "GET", path: `/call-hours?inbox_id=${inbox.id}`, headers: bearer },
  { method: "POST", path: "/call-hours", headers: bearer, body: { inbox_id: inbox.id, hours } },
  { method: "GET", path: "/ringing/recording", headers: { ...bearer, range: "bytes=0-10" } },
  { method: "POST", path: "/ringing/recording", headers: bearer },
  { method: "GET", path: "/ringing/transcript", headers: bearer },
  { method: "OPTIONS", path: "", headers: { origin: "https://app.example" } },
];

const providerErrors = [null, "rejected", "ambiguous"] as const;

/** Requests of a page, with everything about them changed: what is not in the contract is a failure. */
export const callRequests = (): FuzzTarget =>
  target({
    inputs: fc.record({
      asked: editedSamples(requests),
      encoding: encodings,
      changes: edits,
      fails: fc.constantFrom(...providerErrors),
    }),
    async checkLater({ asked, encoding, changes, fails }) {
      const store = createMemoryCallStore({ ...world, now: () => start });
      const id = await ring(store);
      if (typeof asked !== "object" || asked === null) return;
      const request = makeRequest("whatsapp-call", asked as Partial<Asked>, id, (body) =>
        editBytes(encode(body, encoding), changes.slice(3)),
      );
      if (request === undefined) return;
      const told: unknown[] = [];
      const provider = createFakeCallProvider({ clickToCall: true });
      provider.before(() => {
        if (fails !== null) throw new ProviderError("provider_refused", fails);
      });
      const handler = checkCallAnswers(
        createCallHandler({
          store,
          provider,
          onEvent: (event) => told.push(event),
          now: () => start,
          sleep: async () => {},
          authenticate: async (token) => (token === ana.id ? token : null),
          mayManage: async () => true,
        }),
      );
      await checkAnswer(await handler(request), !request.url.includes("secret"));
      checkTold(told);
    },
  });

async function ring(store: MemoryCallStore): Promise<string> {
  const [recorded] = await store.recordEvents([
    {
      event: {
        kind: "offer",
        id: "evt_ring",
        provider: "ycloud",
        callId: "wacid.ring",
        occurredAt: start.toISOString(),
        direction: "entrante",
        contact: { phone: "+525587654321" },
        business: { phone: "+525500000001", phoneId: "461269257068832" },
        session: { sdp },
      },
      payload: null,
      bodySha256: "ring",
    },
  ]);
  return recorded?.call?.id ?? "";
}

/** Makes a request, or nothing if no HTTP client can send it. */
function makeRequest(
  name: string,
  { method, path, headers, body }: Partial<Asked>,
  id: string,
  write: (body: string) => Uint8Array,
): Request | undefined {
  try {
    const verb = textOf(method)
      .replace(/[^A-Za-z]/g, "")
      .slice(0, 20);
    const url = `https://x.example/functions/v1/${name}${textOf(path).replaceAll("ringing", id)}`;
    return new Request(url, {
      method: verb,
      headers: Object.entries(headers ?? {}).map(([key, value]) => [key, textOf(value)]),
      ...(verb === "GET" || verb === "HEAD" || body === undefined
        ? {}
        : { body: write(typeof body === "string" ? body : writeJson(body)) as BodyInit }),
    });
  } catch {
    return undefined;
  }
}

async function checkAnswer(response: Response, hidesSdp = true): Promise<void> {
  promise(response.status !== 500, "no request is an internal error");
  if (response.status < 400) return;
  const text = await response.text();
  // A refusal of an unknown address names the address.
  promise(!hidesSdp || !text.includes("secret0000000000000000"), "a refusal contains no SDP");
  promise(text.length < 100_000, "a refusal is short");
}

/** What operators see contains no SDP and no number. */
function checkTold(events: readonly unknown[]): void {
  const text = JSON.stringify(events);
  promise(
    !/secret0{16}|525587654321|5215550000101/.test(text),
    `an event hides: ${text.slice(0, 300)}`,
  );
}

const secrets = { ycloud: "whsec_fuzz", meta: "app secret", flat: "a token" } as const;
const schemes = { ycloud: "ycloud", meta: "meta", flat: "token" } as const;

/** Webhooks with the right signature of a changed body, or with a changed signature, to a server with all senders. */
export const webhookRequests = (): FuzzTarget =>
  target({
    inputs: fc.constantFrom<Exclude<Sender, "twilio">>("ycloud", "meta", "flat").chain((sender) =>
      fc.record({
        sender: fc.constant(sender),
        body: editedSamples(webhookSamples[sender]),
        encoding: encodings,
        changes: edits,
        ofHeaders: edits,
        isSigned: fc.boolean(),
        type: fc.constantFrom("application/json", "application/x-www-form-urlencoded", "x", ""),
        packing: fc.constantFrom("", "", "", "gzip", "deflate", "br", "gzip, gzip"),
      }),
    ),
    async checkLater({ sender, body, encoding, changes, ofHeaders, isSigned, type, packing }) {
      const store = createMemoryCallStore({ ...world, now: () => start });
      const rawBody = editBytes(encode(writeJson(body), encoding), changes.slice(2));
      const proof = signWebhook({
        scheme: schemes[sender],
        secret: secrets[sender],
        rawBody,
        timestamp: start,
      });
      const headers = {
        ...proof,
        "content-type": type,
        ...(packing && { "content-encoding": packing }),
      };
      const sent = isSigned ? headers : (editValue(headers, ofHeaders) as Record<string, string>);
      const request = makeRequest(
        "whatsapp-call-webhook",
        { method: "POST", headers: sent, body: "" },
        "",
        () => rawBody,
      );
      if (request === undefined) return;
      const told: unknown[] = [];
      const handler = checkWebhookAnswers(
        createWebhookHandler({
          store,
          sources: Object.values(sources),
          onEvent: (event) => told.push(event),
          now: () => start,
        }),
      );
      const response = await handler(request);
      await checkAnswer(response);
      checkTold(told);
      if (isSigned && packing === "") {
        promise(
          [200, 400, 413].includes(response.status),
          `what is signed is stored: ${response.status}`,
        );
      }
      if (response.status !== 200) {
        const rows = store.ledger.filter(({ outcome }) => outcome !== "dead_letter");
        promise(response.status === 400 || rows.length === 0, "what is refused stores nothing");
      }
    },
  });
