import type { SignatureVector } from "./webhookSourceContract.ts";

const ycloudSecret = "whsec_test_6c2f0f6c3a6d4b16";
const signedAt = 1_700_000_000;
const ycloud = (body: string | Uint8Array, mac: string) => ({
  body,
  headers: { "YCloud-Signature": `t=${signedAt},s=${mac}` },
});

/** The signatures that the senders' documentation and SDKs publish, by scheme. */
export const signatureVectors = {
  /** `webhook-signature-vectors.tsv` of YCloud's developer kit. */
  ycloud: [
    {
      name: "a compact body",
      secret: ycloudSecret,
      receivedAt: new Date(signedAt * 1000),
      webhook: ycloud(
        '{"id":"evt_01","type":"whatsapp.inbound_message.received","apiVersion":"v2"}',
        "4ee5dc4c43b9d27aa16b9e46a59ea8700d0b3b90d9da6139a302aa7a55cbdaa1",
      ),
    },
    {
      name: "UTF-8, white space and a final newline",
      secret: ycloudSecret,
      receivedAt: new Date(signedAt * 1000),
      webhook: ycloud(
        '{\n  "id": "evt_中文",\n  "type": "whatsapp.message.updated",\n  "note": "café ☕"\n}\n',
        "0fa8dbc23f4532dd2fbb37bba1d902826cb6831b50f198d827f9bf3945e5802c",
      ),
    },
  ],
  /**
   * Meta publishes no signature. GitHub, whose webhooks have the same header and scheme, does:
   * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries. The second is by
   * `openssl dgst -sha256 -hmac app-secret` over a body that is escaped as Meta's page describes ("Webhooks getting started").
   */
  meta: [
    {
      name: "the vector of X-Hub-Signature-256",
      secret: "It's a Secret to Everybody",
      webhook: {
        body: "Hello, World!",
        headers: {
          "X-Hub-Signature-256":
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        },
      },
    },
    {
      name: "an escaped body",
      secret: "app-secret",
      webhook: {
        body: '{"name":"\\u00e4\\u00f6\\u00e5","url":"https:\\/\\/example.com"}',
        headers: {
          "X-Hub-Signature-256":
            "sha256=4d037b6f97a73dc0f92ac35f25465f5f0020343281e4e9673a3817a1b92388fe",
        },
      },
    },
  ],
} as const satisfies Record<string, readonly SignatureVector[]>;
