import {
  checkInput,
  idSchema,
  type Open,
  optional,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { type Page, type PageQuery, pageQueryShape, pageSchema } from "./pages.ts";

/**
 * The known events to which an endpoint can subscribe (YCloud's catalogue of August 2026), without
 * `contact.attributes_changed`, whose `eventProperties` are not published in full. YCloud adds events, so an endpoint can
 * subscribe to other names too.
 */
export const webhookEventTypes = [
  "email.delivery.updated",
  "sms.message.updated",
  "sms.inbound.received",
  "voice.message.updated",
  "whatsapp.business_account.deleted",
  "whatsapp.business_account.reviewed",
  "whatsapp.business_account.updated",
  "whatsapp.inbound_message.received",
  "whatsapp.message.updated",
  "whatsapp.group.lifecycle_update",
  "whatsapp.group.participants_update",
  "whatsapp.group.settings_update",
  "whatsapp.group.status_update",
  "whatsapp.smb.history",
  "whatsapp.smb.message.echoes",
  "whatsapp.phone_number.deleted",
  "whatsapp.phone_number.name_updated",
  "whatsapp.phone_number.quality_updated",
  "whatsapp.phone_number.business_username_updated",
  "whatsapp.template.category_updated",
  "whatsapp.template.quality_updated",
  "whatsapp.template.reviewed",
  "whatsapp.call.connect",
  "whatsapp.call.terminate",
  "whatsapp.call.status.updated",
  "whatsapp.call.recording.updated",
  "whatsapp.call.transcription.updated",
  "whatsapp.flow.status_change",
  "whatsapp.payment.updated",
  "contact.created",
  "contact.deleted",
  "contact.note.created",
  "contact.note.updated",
  "contact.note.deleted",
  "contact.unsubscribe.created",
  "contact.unsubscribe.deleted",
  "whatsapp.user.preferences",
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/**
 * The events that calls need: the calls, their media, permission requests with their delivery and the replies to them,
 * and the reviews and restrictions that decide whether calls are allowed.
 */
export const callWebhookEvents = [
  "whatsapp.call.connect",
  "whatsapp.call.status.updated",
  "whatsapp.call.terminate",
  "whatsapp.call.recording.updated",
  "whatsapp.call.transcription.updated",
  "whatsapp.inbound_message.received",
  "whatsapp.message.updated",
  "whatsapp.template.reviewed",
  "whatsapp.phone_number.quality_updated",
  "whatsapp.business_account.updated",
] as const satisfies readonly WebhookEventType[];

export interface WebhookEndpointInput {
  /** A public URL of at most 500 characters; HTTPS is recommended. */
  url: string;
  enabledEvents: readonly Open<WebhookEventType>[];
  /** At most 400 characters. */
  description?: string;
  status?: "active" | "disabled";
}

export type WebhookEndpointChanges = Partial<WebhookEndpointInput>;

export interface WebhookEndpoint {
  id: string;
  url: string;
  enabledEvents: Open<WebhookEventType>[];
  /** YCloud sets `pending` when the endpoint fails often. */
  status?: Open<"active" | "disabled" | "pending"> | undefined;
  description?: string | undefined;
  /** The secret that signs deliveries, including `whsec_`. Keep it secret. */
  secret?: string | undefined;
  createTime?: string | undefined;
  updateTime?: string | undefined;
  [field: string]: unknown;
}

/**
 * The endpoints to which YCloud delivers webhooks, at most 20 per account. All methods throw `YCloudError`, or
 * `CallsError` for bad input.
 */
export interface WebhookEndpointsApi {
  /**
   * @example
   * const { secret } = await client.webhookEndpoints.create({
   *   url: "https://example.com/functions/v1/whatsapp-call-webhook",
   *   enabledEvents: callWebhookEvents,
   * });
   */
  create(input: WebhookEndpointInput): Promise<WebhookEndpoint>;
  list(query?: PageQuery): Promise<Page<WebhookEndpoint>>;
  get(id: string): Promise<WebhookEndpoint>;
  update(id: string, changes: WebhookEndpointChanges): Promise<WebhookEndpoint>;
  delete(id: string): Promise<void>;
  /**
   * Gives the endpoint a new secret. YCloud does not publish how long it still signs with the old secret: accept both
   * for a while.
   */
  rotateSecret(id: string): Promise<WebhookEndpoint>;
}

const eventName = z
  .string()
  .max(100)
  .regex(/^[a-z_]+(\.[a-z_]+)+$/, "must be an event such as whatsapp.call.connect");
const createInput = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(500),
  enabledEvents: z.array(eventName).min(1),
  description: z.string().max(400).optional(),
  status: z.enum(["active", "disabled"]).optional(),
});
const updateInput = createInput
  .partial()
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    error: "there is nothing to change",
  });
const listInput = z.strictObject(pageQueryShape);

const endpoint: z.ZodType<WebhookEndpoint> = z.looseObject({
  id: z.string().min(1),
  url: z.string(),
  enabledEvents: z.array(z.string()),
  status: optional(z.string()),
  description: optional(z.string()),
  secret: optional(z.string()),
  createTime: optional(z.string()),
  updateTime: optional(z.string()),
});
const endpointPage = pageSchema(endpoint);

const root = "/v2/webhookEndpoints";
const pathOf = (id: string) => `${root}/${encodeURIComponent(checkInput(idSchema, id))}`;

export function createWebhookEndpointsApi(transport: Transport): WebhookEndpointsApi {
  return {
    async create(input) {
      const body = checkInput(createInput, input);
      return transport.json({ method: "POST", path: root, body }, endpoint);
    },
    async list(query = {}) {
      const checked = checkInput(listInput, query);
      return transport.json({ method: "GET", path: root, query: checked }, endpointPage);
    },
    async get(id) {
      return transport.json({ method: "GET", path: pathOf(id) }, endpoint);
    },
    async update(id, changes) {
      const path = pathOf(id);
      const body = checkInput(updateInput, changes);
      return transport.json({ method: "PATCH", path, body }, endpoint);
    },
    async delete(id) {
      await transport.text({ method: "DELETE", path: pathOf(id) });
    },
    async rotateSecret(id) {
      return transport.json({ method: "POST", path: `${pathOf(id)}/rotateSecret` }, endpoint);
    },
  };
}
