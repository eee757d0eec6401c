import { createCallFlow } from "./calls/callFlow.ts";
import { type BusinessNumber, createCalls, type Provider, stopCall } from "./calls/calls.ts";
import { type Faults, noFaults } from "./calls/faults.ts";
import { createDeliveries } from "./delivery/deliveries.ts";
import { createPoster } from "./delivery/postJson.ts";
import type { Dialect } from "./dialect.ts";
import { createTimers } from "./lib/clock.ts";
import { createMedia } from "./media/media.ts";
import { createMeta } from "./meta/createMeta.ts";
import { createBusinessSettings } from "./parties/businessSettings.ts";
import { createContacts } from "./parties/contacts.ts";
import { followCall } from "./parties/followCall.ts";
import { createMessageFlow } from "./parties/messageFlow.ts";
import { createPermissions } from "./parties/permissions.ts";
import { createTemplates } from "./parties/templates.ts";
import type { ResolvedOptions } from "./simulatorOptions.ts";
import { createYcloud } from "./ycloud/createYcloud.ts";

/**
 * Creates the business's numbers, the WhatsApp users, and the network between them, without the HTTP layer. What happens is
 * told by the dialect of the number's provider.
 *
 * @param ownUrl returns the simulator's address, which is known only after the start.
 */
export function createWorld(options: ResolvedOptions, ownUrl: () => string) {
  const { numbers, log } = options;
  const timers = createTimers(options.clock);
  const poster = createPoster();
  const contacts = createContacts();
  const calls = createCalls();
  const settings = createBusinessSettings(timers.now);
  const permissions = createPermissions(timers.now);
  const templates = createTemplates([options.wabaId, options.meta.wabaId]);
  const media = createMedia(timers.now, options.assets);
  let faults: Faults = noFaults;
  let stopped = false;

  const deliveries = createDeliveries({
    timers,
    post: poster.post,
    faults: () => faults,
    random: options.random,
    retryScale: options.retryScale,
    timeoutMs: options.webhookTimeoutMs,
    log,
  });
  const ycloud = createYcloud({
    options,
    now: timers.now,
    deliveries,
    media,
    captureOf: (business) => settings.of(business).capture,
    ownUrl,
  });
  const meta = createMeta({
    options,
    timers,
    deliveries,
    faults: () => faults,
    media,
    settings,
    handshake: poster.get,
    ownUrl,
  });
  const dialects: Record<Provider, Dialect> = { ycloud: ycloud.dialect, meta: meta.dialect };
  const dialectOf = ({ provider }: BusinessNumber): Dialect => dialects[provider];

  const messages = createMessageFlow({
    timers,
    signalMs: options.timing.signalMs,
    permissions,
    dialectOf,
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
      log(`call ${signal}`);
      return dialectOf(call.business).call(call, signal);
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
    deliveries,
    ycloud,
    meta,
    dialectOf,
    get faults() {
      return faults;
    },
    setFaults(wanted: Faults) {
      faults = wanted;
    },
    numbersOf: (provider: Provider): BusinessNumber[] =>
      numbers.filter((number) => number.provider === provider),
    numberOf: (phone: string): BusinessNumber | undefined =>
      numbers.find(({ phoneNumber, id }) => phoneNumber === phone || id === phone),
    /** Restores the initial state. Only registered webhook addresses are kept. */
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
