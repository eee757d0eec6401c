import type { CallEvent, ProviderName } from "../vocabulary/callEvent.ts";
import { finishEvent, maxItems } from "./eventDraft.ts";
import { isRecord } from "./fields.ts";
import { parseFlat } from "./parseFlat.ts";
import { parseMeta } from "./parseMeta.ts";
import { parseYcloud } from "./parseYcloud.ts";

export interface ParseWebhookOptions {
  /** Whose payload it is; told by its shape when left out. */
  provider?: ProviderName;
  /** Our clock, for payloads without a time of their own. Now by default. */
  receivedAt?: Date;
}

type Dialect = (body: unknown, receivedAt: Date) => CallEvent[];

/** One row and one file for each dialect. A parser for Twilio's form fields would be a row here. */
const dialects: Partial<Record<ProviderName, Dialect>> = {
  ycloud: parseYcloud,
  meta: parseMeta,
  flat: parseFlat,
};

/**
 * The events of a webhook's body. Total: any JSON value gives at least one event, and what is not
 * understood is an event of kind `unknown`, never an exception. It does not check who sent the body:
 * call `verifyWebhook` first.
 *
 * Phones in E.164 with or without `+` become `+digits`; no country is guessed. The ids of YCloud's events are
 * YCloud's own; others are composed of call id, kind and a hash.
 *
 * @example
 * for (const event of parseWebhook(JSON.parse(body))) {
 *   if (event.kind === "terminated") console.log(event.callId, event.durationSeconds);
 * }
 */
export function parseWebhook(body: unknown, options: ParseWebhookOptions = {}): CallEvent[] {
  const { provider, receivedAt = new Date() } = options;
  const bodies: readonly unknown[] = Array.isArray(body) && body.length > 0 ? body : [body];
  const events: CallEvent[] = [];
  for (const item of bodies) {
    if (events.length >= maxItems) {
      events.push(unread(body, provider, receivedAt, "too_many_items"));
      break;
    }
    const dialect = dialects[provider ?? providerOf(item)];
    events.push(...(dialect?.(item, receivedAt) ?? [unread(item, provider, receivedAt)]));
  }
  return events;
}

function unread(
  body: unknown,
  provider: ProviderName = "flat",
  receivedAt: Date,
  type?: string,
): CallEvent {
  const source = { provider, occurredAt: undefined, receivedAt };
  return finishEvent({ kind: "unknown", type }, body, source);
}

/** YCloud's envelope has a type with a version or a time, Meta's an object and entries. */
function providerOf(body: unknown): ProviderName {
  if (!isRecord(body)) return "flat";
  if (Array.isArray(body.entry) || body.object === "whatsapp_business_account") return "meta";
  const { type } = body;
  if (typeof type !== "string") return "flat";
  const isEnvelope = "apiVersion" in body || "createTime" in body || type.startsWith("whatsapp.");
  return isEnvelope ? "ycloud" : "flat";
}
