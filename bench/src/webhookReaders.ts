import { createHmac, timingSafeEqual } from "node:crypto";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { sign, verify } from "@octokit/webhooks-methods";
import { parseWebhook, verifyWebhook } from "@skale-calls/core";
import { signWebhook } from "@skale-calls/core/testing";
import Stripe from "stripe";
import type { BodyPair } from "./webhookBodies.ts";

const secret = "whsec_4f3c2a1b0d9e8f7a6b5c4d3e2f1a0b9c";
const stripe = new Stripe("sk_test_bench").webhooks;

export interface WebhookReader {
  name: string;
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

const kapso: WebhookReader = {
  name: "@kapso/whatsapp-cloud-api",
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

const octokit: WebhookReader = {
  name: "@octokit/webhooks-methods",
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

/** The floor comes first, because the others are compared with it. */
export const webhookReaders: readonly WebhookReader[] = [floor, ours, kapso, octokit, stripeReader];
