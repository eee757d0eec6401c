import { sha256Hex } from "@skale-calls/core";
import { signWebhook } from "@skale-calls/core/testing";
import { signTwilioWebhook } from "@skale-calls/twilio-client/testing";
import fc from "fast-check";
import { editBytes, writeJson } from "../editBytes.ts";
import { edits, editValue, textOf } from "../editValue.ts";
import { isRefused, promise, tryAct } from "../promise.ts";
import { type FuzzTarget, target } from "../target.ts";
import { type Sender, sources, webhookSamples } from "./webhooks.ts";

const now = new Date("2026-11-26T10:05:00.000Z");
const encoder = new TextEncoder();

/** The header with the proof, and what a sender with the secret sends. */
interface Signed {
  header: string;
  value: string;
  rawBody: Uint8Array;
  url: string;
}

const signers: Readonly<
  Record<Exclude<Sender, "twilio">, [scheme: "ycloud" | "meta" | "token", secret: string]>
> = {
  ycloud: ["ycloud", "whsec_fuzz"],
  meta: ["meta", "app secret"],
  flat: ["token", "a token"],
};

function signBody(sender: Exclude<Sender, "twilio">, rawBody: Uint8Array): Signed {
  const [scheme, secret] = signers[sender];
  const [[header, value] = ["", ""]] = Object.entries(
    signWebhook({ scheme, secret, rawBody, timestamp: now }),
  );
  return { header, value, rawBody, url: "https://x.example/webhook" };
}

/** Twilio's requests are signed once, because signing makes a request whose body is read later. */
async function signTwilio(): Promise<Signed[]> {
  return Promise.all(
    webhookSamples.twilio.slice(0, 10).map(async (parameters, index) => {
      const request = signTwilioWebhook({
        url: "https://x.example/webhook",
        authToken: "auth token",
        parameters,
        format: index % 2 === 0 ? "form" : "json",
      });
      return {
        header: "x-twilio-signature",
        value: request.headers.get("x-twilio-signature") ?? "",
        rawBody: new Uint8Array(await request.arrayBuffer()),
        url: request.url,
      };
    }),
  );
}

/**
 * Signed webhooks, then changes of the header, the body or the address. Without a change a webhook is authentic. With
 * another body it is not, and a changed header is accepted only while the right proof is in it.
 */
export async function signatures(sender: Sender): Promise<FuzzTarget> {
  const source = sources[sender];
  const signed =
    sender === "twilio"
      ? await signTwilio()
      : webhookSamples[sender].map((body) => signBody(sender, encoder.encode(writeJson(body))));
  const proofOf = ({ value }: Signed) => value.slice(value.lastIndexOf("=", value.length - 2) + 1);
  return target({
    inputs: fc.record({
      index: fc.nat({ max: signed.length - 1 }),
      ofBody: edits,
      ofHeader: edits,
      isBodyChanged: fc.boolean(),
    }),
    check({ index, ofBody, ofHeader, isBodyChanged }) {
      const sent = signed[index] as Signed;
      const rawBody = isBodyChanged ? editBytes(sent.rawBody, ofBody) : sent.rawBody;
      const value = isBodyChanged ? sent.value : textOf(editValue(sent.value, ofHeader));
      const headers = tryHeaders(sent.header, value);
      if (headers === undefined) return;
      const verified = tryAct(() =>
        source.verify({ rawBody, headers, url: sent.url, receivedAt: now }),
      );
      const isSame = sha256Hex(rawBody) === sha256Hex(sent.rawBody);
      const isRight = headers.get(sent.header) === sent.value.trim();
      if (isRefused(verified)) {
        promise(!(isSame && isRight), `what was signed is authentic: ${verified.code}`);
        promise(verified.status === 401, `a false signature is 401: ${verified.code}`);
        return;
      }
      promise(verified === undefined, "a check returns nothing");
      // The token of a flat sender covers no body, and Twilio's signature covers a form's fields, not its bytes.
      promise(isSame || sender === "flat" || sender === "twilio", "another body is not authentic");
      promise(
        value.toLowerCase().includes(proofOf(sent).toLowerCase()),
        "no other proof is authentic",
      );
    },
  });
}

function tryHeaders(name: string, value: string): Headers | undefined {
  try {
    return new Headers({ [name]: value });
  } catch {
    return undefined; // No HTTP server gives a handler such a header.
  }
}
