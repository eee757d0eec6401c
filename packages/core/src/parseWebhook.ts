import { isRecord } from "./events/isRecord.ts";
import { type Dialect, parseItems, unreadItem } from "./events/parseItems.ts";
import { parseFlat } from "./flat/parseFlat.ts";
import { parseMeta } from "./meta/parseMeta.ts";
import type { CallEvent, ProviderName } from "./vocabulary/callEvent.ts";
import { parseYcloud } from "./ycloud/parseYcloud.ts";

export interface ParseWebhookOptions {
  /** The dialect of the payload: `ycloud`, `meta` or `flat`. Default: recognised by the payload's shape. */
  provider?: ProviderName;
  /** The time of arrival by our clock, for payloads without a time. Default: now. */
  receivedAt?: Date;
}

const dialects: Readonly<Record<string, Dialect>> = {
  ycloud: parseYcloud,
  meta: parseMeta,
  flat: parseFlat,
};

/**
 * Reads the events of a webhook's body. Any JSON value gives at least one event: content that is not understood becomes
 * an event of kind `unknown`, never an exception. This function does not check who sent the body. To check the sender,
 * use a source such as `ycloudWebhooks`, which reads only verified webhooks.
 *
 * Phones in E.164 with or without `+` become `+digits`; no country is guessed. YCloud's events keep the ids that YCloud
 * gave them; the ids of other events consist of the call id, the kind and a hash.
 *
 * @example
 * for (const event of parseWebhook(JSON.parse(body))) {
 *   if (event.kind === "terminated") console.log(event.callId, event.durationSeconds);
 * }
 */
export function parseWebhook(body: unknown, options: ParseWebhookOptions = {}): CallEvent[] {
  const { provider, receivedAt } = options;
  return parseItems(body, provider ?? "flat", receivedAt, (item) => {
    const name = provider ?? dialectOf(item);
    const dialect = Object.hasOwn(dialects, name) ? dialects[name] : undefined;
    return dialect?.(item, receivedAt) ?? [unreadItem(item, name, receivedAt)];
  });
}

/**
 * Recognises the dialect: YCloud's envelope has a type, and a version or a time; Meta's envelope has an object and
 * entries.
 */
export function dialectOf(body: unknown): "ycloud" | "meta" | "flat" {
  if (!isRecord(body)) return "flat";
  if (Array.isArray(body.entry) || body.object === "whatsapp_business_account") return "meta";
  const { type } = body;
  if (typeof type !== "string") return "flat";
  const isEnvelope = "apiVersion" in body || "createTime" in body || type.startsWith("whatsapp.");
  return isEnvelope ? "ycloud" : "flat";
}
