import { describe, it } from "vitest";
import { flatWebhooks } from "./flat/flatWebhooks.ts";
import { metaWebhooks } from "./meta/metaWebhooks.ts";
import { parseWebhook } from "./parseWebhook.ts";
import { flatFixtures } from "./testing/fixtures/flatFixtures.ts";
import { metaAccountFixtures, metaFixtures } from "./testing/fixtures/metaFixtures.ts";
import { ycloudFixtures } from "./testing/fixtures/ycloudFixtures.ts";
import { signatureVectors } from "./testing/signatureVectors.ts";
import { signWebhook } from "./testing/signWebhook.ts";
import {
  type SentWebhook,
  type WebhookSample,
  type WebhookSourceUnderTest,
  webhookSourceContract,
} from "./testing/webhookSourceContract.ts";
import type { WebhookScheme } from "./verifyWebhook.ts";
import { ycloudWebhooks } from "./ycloud/ycloudWebhooks.ts";

const timestamp = new Date("2026-11-22T18:00:00.000Z");

/** The fixtures of a sender. What each one means is tested where its parser is. */
const samplesOf = (fixtures: Readonly<Record<string, object>>): WebhookSample[] =>
  Object.entries(fixtures).map(([name, body]) => ({
    name,
    body: JSON.stringify(body),
    kinds: parseWebhook(body).map(({ kind }) => kind),
  }));

const signBy =
  (scheme: WebhookScheme) =>
  (body: string, secret: string): SentWebhook => {
    const signed = signWebhook({ scheme, rawBody: body, secret, timestamp });
    return { headers: { "content-type": "application/json", ...signed }, body };
  };

const senders: Readonly<Record<string, WebhookSourceUnderTest>> = {
  ycloud: {
    createSource: (secrets) => ycloudWebhooks({ secrets }),
    sign: signBy("ycloud"),
    samples: samplesOf(ycloudFixtures),
    vectors: signatureVectors.ycloud,
  },
  meta: {
    createSource: (secrets) => metaWebhooks({ secrets }),
    sign: signBy("meta"),
    samples: samplesOf({ ...metaFixtures, ...metaAccountFixtures }),
    vectors: signatureVectors.meta,
  },
  flat: {
    createSource: ([token = ""]) => flatWebhooks({ token }),
    sign: signBy("token"),
    samples: samplesOf(flatFixtures),
    vectors: [],
    takesUnsigned: true,
    hasOneSecret: true,
  },
};

describe.each(Object.entries(senders))("%s", (_, under) => {
  for (const { name, run } of webhookSourceContract(under)) it(name, run);
});
