import { createHmac, timingSafeEqual } from "node:crypto";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { sign, verify } from "@octokit/webhooks-methods";
import { parseWebhook, verifyWebhook, ycloudWebhooks } from "@skale-calls/core";
import { signWebhook } from "@skale-calls/core/testing";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { WhatsAppAPI } from "whatsapp-api-js";
import type { BodyPair } from "./webhookBodies.ts";

const secret = "whsec_4f3c2a1b0d9e8f7a6b5c4d3e2f1a0b9c";
const stripe = new Stripe("sk_test_bench").webhooks;

/** `reads`: also gives the call's data to the application; `verifies`: gives only the verified JSON. */
export type ReaderKind = "floor" | "ours" | "reads" | "verifies";

export interface WebhookReader {
  name: string;
  kind: ReaderKind;
  /** The functions that the reader calls, and what they do. */
  does: string;
  /** Signs the bodies in the reader's own scheme, and returns a function that reads all bodies once. */
  prepare(bodies: readonly BodyPair[]): Promise<() => void | Promise<void>>;
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not read as it should be: ${what}.`);
}

/** The minimum work of any reader: one HMAC, one comparison, one JSON.parse. */
const floor: WebhookReader = {
  name: "floor",
  kind: "floor",
  does: "node:crypto HMAC, timingSafeEqual, JSON.parse",
  async prepare(bodies) {
    const deliveries = bodies.map(({ ycloud: body }) => ({
      body,
      signature: createHmac("sha256", secret).update(body).digest("hex"),
    }));
    return () => {
      for (const { body, signature } of deliveries) {
        const digest = createHmac("sha256", secret).update(body).digest("hex");
        expect(timingSafeEqual(Buffer.from(digest), Buffer.from(signature)), "the signature");
        expect(JSON.parse(body) !== null, "the body");
      }
    };
  },
};

const ours: WebhookReader = {
  name: "@skale-calls/core",
  kind: "ours",
  does: "verifyWebhook, JSON.parse, parseWebhook: verified, validated, normalised",
  async prepare(bodies) {
    const deliveries = bodies.map(({ ycloud: rawBody }) => ({
      rawBody,
      headers: new Headers(signWebhook({ scheme: "ycloud", rawBody, secret })),
    }));
    const secrets = [secret];
    return async () => {
      for (const { rawBody, headers } of deliveries) {
        await verifyWebhook({ scheme: "ycloud", rawBody, headers, secrets });
        const [event] = parseWebhook(JSON.parse(rawBody));
        expect(event?.callId !== undefined && event.kind !== "unknown", "the event");
      }
    };
  },
};

const ourSource: WebhookReader = {
  name: "@skale-calls/core, from bytes",
  kind: "ours",
  does: "ycloudWebhooks' verify and parse, as a server calls them",
  async prepare(bodies) {
    const source = ycloudWebhooks({ secrets: [secret] });
    const deliveries = bodies.map(({ ycloud: rawBody }) => ({
      rawBody: new TextEncoder().encode(rawBody),
      headers: new Headers(signWebhook({ scheme: "ycloud", rawBody, secret })),
      url: "https://example.com/whatsapp-call-webhook",
    }));
    return async () => {
      for (const sent of deliveries) {
        const delivery = { ...sent, receivedAt: new Date() };
        await source.verify(delivery);
        const [event] = source.parse(delivery);
        expect(event?.callId !== undefined && event.kind !== "unknown", "the event");
      }
    };
  },
};

const kapso: WebhookReader = {
  name: "@kapso/whatsapp-cloud-api",
  kind: "reads",
  does: "verifySignature, JSON.parse, normalizeWebhook: verified, normalised",
  async prepare(bodies) {
    const deliveries = bodies.map(({ meta: rawBody }) => ({
      rawBody,
      signatureHeader: `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`,
    }));
    return () => {
      for (const delivery of deliveries) {
        expect(verifySignature({ appSecret: secret, ...delivery }), "kapso's signature");
        const [call] = normalizeWebhook(JSON.parse(delivery.rawBody)).calls;
        expect(call?.event !== undefined, "kapso's call");
      }
    };
  },
};

const whatsappApiJs: WebhookReader = {
  name: "whatsapp-api-js",
  kind: "reads",
  does: "JSON.parse, post: verified, given to on.call",
  async prepare(bodies) {
    const api = new WhatsAppAPI({ token: "bench", appSecret: secret, v: "v25.0" });
    let call: string | undefined;
    const keep = (event: { call: { id: string } }) => {
      call = event.call.id;
    };
    api.on.call = { connect: keep, terminate: keep };
    const deliveries = bodies.map(({ meta: rawBody }) => ({
      rawBody,
      signature: `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`,
    }));
    return async () => {
      for (const { rawBody, signature } of deliveries) {
        call = undefined;
        await api.post(JSON.parse(rawBody), rawBody, signature);
        expect(call !== undefined, "whatsapp-api-js's call");
      }
    };
  },
};

const octokit: WebhookReader = {
  name: "@octokit/webhooks-methods",
  kind: "verifies",
  does: "verify, JSON.parse: verified only",
  async prepare(bodies) {
    const deliveries = await Promise.all(
      bodies.map(async ({ ycloud: body }) => ({ body, signature: await sign(secret, body) })),
    );
    return async () => {
      for (const { body, signature } of deliveries) {
        expect(await verify(secret, body, signature), "octokit's signature");
        expect(JSON.parse(body) !== null, "the body");
      }
    };
  },
};

const stripeReader: WebhookReader = {
  name: "stripe",
  kind: "verifies",
  does: "webhooks.constructEventAsync: verified only",
  async prepare(bodies) {
    const deliveries = await Promise.all(
      bodies.map(async ({ ycloud: payload }) => ({
        payload,
        header: await stripe.generateTestHeaderStringAsync({ payload, secret }),
      })),
    );
    return async () => {
      for (const { payload, header } of deliveries) {
        const event = await stripe.constructEventAsync(payload, header, secret);
        expect(event.id.length > 0, "stripe's event");
      }
    };
  },
};

const standardWebhooks: WebhookReader = {
  name: "standardwebhooks",
  kind: "verifies",
  does: "verify: verified only",
  async prepare(bodies) {
    const webhook = new Webhook(secret, { format: "raw" });
    const deliveries = bodies.map(({ ycloud: body }, index) => {
      const now = new Date();
      const id = `msg_${index}`;
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": webhook.sign(id, now, body),
      };
      return { body, headers };
    });
    return () => {
      for (const { body, headers } of deliveries) {
        expect(webhook.verify(body, headers) !== undefined, "standardwebhooks' body");
      }
    };
  },
};

/** The floor comes first, because the others are compared with it. */
export const webhookReaders: readonly WebhookReader[] = [
  floor,
  ours,
  ourSource,
  kapso,
  whatsappApiJs,
  octokit,
  stripeReader,
  standardWebhooks,
];
