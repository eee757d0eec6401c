import { signWebhook } from "@skale-calls/core/testing";
import type { Provider } from "../calls/calls.ts";
import { createPoster } from "../delivery/postJson.ts";
import { findTriggerEvent, type TriggerContext } from "./triggerEvents.ts";
import type { TriggerBody } from "./triggerWriter.ts";

export interface TriggerOptions extends TriggerContext {
  url: string;
  /** Whose webhook is posted. Default: `ycloud`. */
  provider?: Provider | undefined;
  /** The secret that signs YCloud's events, or Meta's app secret. */
  secret?: string | undefined;
  /** The token that is sent with flat events. */
  token?: string | undefined;
  /** How many events to post. Default: 1. Each event has its own ids, but a given `wacid` is the same for all. */
  count?: number | undefined;
}

const timeoutMs = 30_000;

/**
 * Posts events as the provider does, in sequence.
 *
 * @returns true if every response had a 2xx status.
 */
export async function trigger(
  name: string,
  options: TriggerOptions,
  print: (line: string) => void,
): Promise<boolean> {
  const build = findTriggerEvent(options.provider ?? "ycloud", name);
  if (!build)
    throw new TypeError(`There is no event ${name}. Run trigger --list to see all events.`);
  const poster = createPoster();
  let allTaken = true;
  try {
    for (let sent = 0; sent < (options.count ?? 1); sent++) {
      const built = await build(options, Date.now());
      const answer = await poster
        .post(options.url, built.rawBody, authenticate(built, options), timeoutMs)
        .catch((error: Error) => ({ status: null, body: error.message }));
      allTaken &&= answer.status !== null && answer.status >= 200 && answer.status < 300;
      print(`${answer.status ?? "no answer"} ${name} ${built.ids} ${answer.body}`.trim());
    }
  } finally {
    poster.close();
  }
  return allTaken;
}

function authenticate(
  { scheme, rawBody }: TriggerBody,
  { secret, token }: TriggerOptions,
): Record<string, string> {
  const key = scheme === "token" ? token : secret;
  if (key !== undefined) {
    return {
      ...signWebhook({ scheme, rawBody, secret: key }),
      ...(scheme === "ycloud" && { "X-Webhook-Endpoint-ID": "whtrigger" }),
    };
  }
  if (scheme === "token") return {};
  throw new TypeError(
    "The provider's webhooks are signed. Pass the secret of YCloud's endpoint or of Meta's app as --secret.",
  );
}
