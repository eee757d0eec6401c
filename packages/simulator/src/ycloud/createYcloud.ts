import type { BusinessNumber } from "../calls/calls.ts";
import type { Deliveries, DeliveryTarget } from "../delivery/deliveries.ts";
import type { Dialect } from "../dialect.ts";
import type { Media } from "../media/media.ts";
import type { BusinessSettings } from "../parties/businessSettings.ts";
import type { ResolvedOptions } from "../simulatorOptions.ts";
import { createAnnouncer } from "./announceCall.ts";
import { accountRestrictedEvent } from "./events/accountEvent.ts";
import { detailOf, endpointEventTypes, type YcloudEvent } from "./events/callEvents.ts";
import type { FlatEvent } from "./events/flatEvent.ts";
import { inboundMessageEvent, messageUpdatedEvent, viewMessage } from "./events/messageEvents.ts";
import { permissionEvent } from "./events/permissionEvent.ts";
import { createWebhookEndpoints, flatTarget } from "./webhookEndpoints.ts";

interface YcloudOptions {
  options: Pick<ResolvedOptions, "webhookUrl" | "webhookSecret" | "webhookToken">;
  now(): number;
  deliveries: Pick<Deliveries, "deliver">;
  media: Media;
  captureOf(business: BusinessNumber): BusinessSettings["capture"];
  /** Returns the simulator's address. */
  ownUrl(): string;
}

/** Creates YCloud's webhook endpoints, and the events that are sent to them. */
export function createYcloud({
  options,
  now,
  deliveries,
  media,
  captureOf,
  ownUrl,
}: YcloudOptions) {
  const { webhookUrl, webhookSecret, webhookToken } = options;
  const endpoints = createWebhookEndpoints(now);
  const flatTargets: DeliveryTarget[] = [];
  if (webhookUrl !== undefined) {
    endpoints.create({
      url: webhookUrl,
      enabledEvents: [...endpointEventTypes],
      ...(webhookSecret !== undefined && { secret: webhookSecret }),
    });
    flatTargets.push(flatTarget(webhookUrl, webhookToken));
  }

  /** Sends an event. Resolves after the first delivery attempt to each URL. */
  async function emit(event: YcloudEvent, callId: string | null): Promise<void> {
    const message = {
      eventId: event.id,
      type: event.type,
      detail: detailOf(event),
      callId,
      rawBody: JSON.stringify(event),
    };
    const targets = endpoints.targetsOf(event.type);
    await Promise.all(targets.map((target) => deliveries.deliver(target, message)));
  }

  async function emitFlat(event: FlatEvent): Promise<void> {
    const message = {
      eventId: null,
      type: event.event,
      detail: null,
      callId: event.call_id,
      rawBody: JSON.stringify(event),
    };
    await Promise.all(flatTargets.map((target) => deliveries.deliver(target, message)));
  }

  const dialect: Dialect = {
    call: createAnnouncer({
      emit,
      emitFlat,
      now,
      media,
      mediaUrl: (id) => `${ownUrl()}/v2/whatsapp/calls/media/${id}`,
      captureOf,
    }),
    message: (message) => void emit(messageUpdatedEvent(viewMessage(message), now()), null),
    write(parties, text) {
      const content = { type: "text", text: { body: text } };
      void emit(inboundMessageEvent(parties, content, now()), null);
    },
    permission: (parties, reply) => void emit(permissionEvent(parties, reply, now()), null),
    restriction: (business, restriction) =>
      void emit(accountRestrictedEvent(business, restriction, now()), null),
    // YCloud documents no events for these.
    identity() {},
    settings() {},
  };
  return { endpoints, dialect };
}
