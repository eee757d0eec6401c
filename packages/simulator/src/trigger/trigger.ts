import { signWebhook } from "@skale-calls/core/testing";
import { createPoster } from "../delivery/postJson.ts";
import {
  findTriggerEvent,
  type TriggerBody,
  type TriggerContext,
} from "../ycloud/triggerEvents.ts";

export interface TriggerOptions extends TriggerContext {
  url: string;
  /** The secret that signs YCloud's events. */
  secret?: string | undefined;
  /** The token that is sent with flat events. */
  token?: string | undefined;
  /** How many events to post. Default: 1. Each event has its own ids, but a given `wacid` is the same for all. */
  count?: number | undefined;
}

const timeoutMs = 30_000;

/**
 * Posts events as YCloud does, in sequence.
 *
 * @returns true if every response had a 2xx status.
 */
export async function trigger(
  name: string,
  options: TriggerOptions,
  print: (line: string) => void,
): Promise<boolean> {
  const build = findTriggerEvent(name);
  if (!build)
    throw new TypeError(`There is no event ${name}. Run trigger --list to see all events.`);
  const poster = createPoster();
  let allTaken = true;
  try {
    for (let sent = 0; sent < (options.count ?? 1); sent++) {
      const built = await build(options, Date.now());
      const rawBody = JSON.stringify(built.event);
      const answer = await poster
        .post(options.url, rawBody, authenticate(built, rawBody, options), timeoutMs)
        .catch((error: Error) => ({ status: null, body: error.message }));
      allTaken &&= answer.status !== null && answer.status >= 200 && answer.status < 300;
      print(`${answer.status ?? "no answer"} ${name} ${idsOf(built)} ${answer.body}`.trim());
    }
  } finally {
    poster.close();
  }
  return allTaken;
}

function authenticate(
  { scheme }: TriggerBody,
  rawBody: string,
  { secret, token }: TriggerOptions,
): Record<string, string> {
  const key = scheme === "ycloud" ? secret : token;
  if (key !== undefined) {
    return {
      ...signWebhook({ scheme, rawBody, secret: key }),
      ...(scheme === "ycloud" && { "X-Webhook-Endpoint-ID": "whtrigger" }),
    };
  }
  if (scheme === "token") return {};
  throw new TypeError("YCloud's events are signed. Pass the endpoint's secret as --secret.");
}

/** Returns the ids of the event and the call, which the next command may need. */
function idsOf(built: TriggerBody): string {
  if (built.scheme === "token") return built.event.call_id;
  const payload = Object.values(built.event).find((value) => typeof value === "object");
  const wacid = (payload as { wacid?: string } | undefined)?.wacid;
  return wacid === undefined ? built.event.id : `${built.event.id} ${wacid}`;
}
