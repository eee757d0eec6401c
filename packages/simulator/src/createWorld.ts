import { createAnnouncer } from "./calls/announceCall.ts";
import { createCallFlow } from "./calls/callFlow.ts";
import { type BusinessNumber, createCalls, stopCall } from "./calls/calls.ts";
import { type Faults, noFaults } from "./calls/faults.ts";
import { createTimers } from "./lib/clock.ts";
import { createMedia } from "./media/media.ts";
import { createBusinessSettings } from "./parties/businessSettings.ts";
import { createContacts } from "./parties/contacts.ts";
import { followCall } from "./parties/followCall.ts";
import { createMessageFlow } from "./parties/messageFlow.ts";
import { createPermissions } from "./parties/permissions.ts";
import { createTemplates } from "./parties/templates.ts";
import type { ResolvedOptions } from "./simulatorOptions.ts";
import { detailOf, eventTypes, type YcloudEvent } from "./webhooks/callEvents.ts";
import { createDeliveries, type DeliveryTarget } from "./webhooks/deliveries.ts";
import type { FlatEvent } from "./webhooks/flatEvent.ts";
import { createPoster } from "./webhooks/postJson.ts";
import { createWebhookEndpoints, flatTarget } from "./webhooks/webhookEndpoints.ts";

/**
 * Creates the YCloud account, the WhatsApp users and the network between them, without the HTTP layer.
 *
 * @param ownUrl returns the simulator's address, which is known only after the start.
 */
export function createWorld(options: ResolvedOptions, ownUrl: () => string) {
  const { numbers, log } = options;
  const timers = createTimers(options.clock);
  const poster = createPoster(options.webhookTimeoutMs);
  const contacts = createContacts();
  const calls = createCalls();
  const settings = createBusinessSettings(timers.now);
  const permissions = createPermissions(timers.now);
  const templates = createTemplates(options.wabaId);
  const media = createMedia(timers.now, options.assets);
  const endpoints = createWebhookEndpoints(timers.now);
  let faults: Faults = noFaults;
  let stopped = false;
  const deliveries = createDeliveries({
    timers,
    post: poster.post,
    faults: () => faults,
    random: options.random,
    retryScale: options.retryScale,
    log,
  });

  const { webhookUrl, webhookSecret, webhookToken } = options;
  const flatTargets: DeliveryTarget[] = [];
  if (webhookUrl !== undefined) {
    endpoints.create({
      url: webhookUrl,
      enabledEvents: [...eventTypes],
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
    const rawBody = JSON.stringify(event);
    const message = {
      eventId: null,
      type: event.event,
      detail: null,
      callId: event.call_id,
      rawBody,
    };
    await Promise.all(flatTargets.map((target) => deliveries.deliver(target, message)));
  }

  const messages = createMessageFlow({
    timers,
    signalMs: options.timing.signalMs,
    permissions,
    emit: (event) => void emit(event, null),
  });

  const announce = createAnnouncer({
    emit,
    emitFlat,
    now: timers.now,
    media,
    mediaUrl: (id) => `${ownUrl()}/v2/whatsapp/calls/media/${id}`,
    captureOf: (business) => settings.of(business).capture,
    log,
  });

  const flow = createCallFlow({
    calls,
    timers,
    timing: options.timing,
    findFault: options.findFault,
    createFarEnd() {
      if (stopped) throw new Error("the simulator is closed");
      return options.createFarEnd({ now: timers.now, log });
    },
    keepTape: media.keepTape,
    announce(call, signal) {
      followCall(call, signal, { permissions, messages, settings });
      return announce(call, signal);
    },
  });

  return {
    options,
    timers,
    contacts,
    permissions,
    messages,
    calls,
    flow,
    settings,
    templates,
    media,
    endpoints,
    deliveries,
    emit,
    get faults() {
      return faults;
    },
    setFaults(wanted: Faults) {
      faults = wanted;
    },
    numberOf: (phone: string): BusinessNumber | undefined =>
      numbers.find(({ phoneNumber, id }) => phoneNumber === phone || id === phone),
    /** Restores the initial state. Only registered webhook endpoints are kept. */
    reset() {
      void endCalls();
      for (const part of [calls, deliveries, contacts, permissions, messages]) part.reset();
      for (const part of [settings, media, templates]) part.reset();
      faults = noFaults;
    },
    /** Stops all timers, and ends all calls and their connections. */
    async stop(): Promise<void> {
      stopped = true;
      timers.stop();
      poster.close();
      await endCalls();
    },
  };

  async function endCalls(): Promise<void> {
    await Promise.all(calls.live().map(stopCall));
  }
}

export type World = ReturnType<typeof createWorld>;
