import type { Faults } from "../calls/faults.ts";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import type { Timers } from "../lib/clock.ts";
import { createObjectId } from "../lib/createIds.ts";
import { createOrderedLanes, createShuffler } from "./deliveryOrder.ts";
import type { DeliveryRules } from "./deliveryRules.ts";
import type { PostJson } from "./postJson.ts";

export interface DeliveryTarget {
  /** The id of YCloud's endpoint or of Meta's app. Null for flat events, which have no registered endpoint. */
  endpointId: string | null;
  url: string;
  rules: DeliveryRules;
  /** Returns the headers that authenticate an attempt at this time. */
  authenticate(rawBody: string, timestamp: Date): Record<string, string>;
}

export interface DeliveryMessage {
  /** Null for flat events and for Meta's webhooks, which have no event id. */
  eventId: string | null;
  type: string;
  /** What distinguishes it from others of its type, such as `RINGING`; null when nothing does. */
  detail: string | null;
  /** Null if the request is not about one call. */
  callId: string | null;
  rawBody: string;
}

export interface DeliveryAttempt {
  /** ISO 8601. */
  at: string;
  /** The HTTP status; null if there was no response. */
  status: number | null;
  error?: string;
}

/** The delivery of one event to one URL, as `GET /_sim/deliveries` shows it. */
export interface Delivery {
  id: string;
  url: string;
  endpointId: string | null;
  eventId: string | null;
  type: string;
  /** What distinguishes it from others of its type, such as `RINGING`; null when nothing does. */
  detail: string | null;
  callId: string | null;
  state: "pending" | "delivered" | "given_up";
  attempts: DeliveryAttempt[];
}

interface DeliveriesOptions {
  timers: Timers;
  post: PostJson;
  faults: () => Faults;
  random: () => number;
  /** A factor for the waits between retries. */
  retryScale: number;
  /** Replaces the providers' time limits for a response. */
  timeoutMs: number | undefined;
  log: (line: string) => void;
}

/**
 * Delivers webhooks by the rules of their provider. Without faults, the first attempts for the events of a call reach a URL
 * in order.
 */
export function createDeliveries(options: DeliveriesOptions) {
  const { timers, post, faults, random, retryScale, timeoutMs, log } = options;
  const known = createBoundedMap<Delivery>(memoryLimit);
  const lanes = createOrderedLanes();
  const shuffle = createShuffler(timers, random);

  async function attempt(delivery: Delivery, target: DeliveryTarget, rawBody: string) {
    const isForgotten = known.get(delivery.id) !== delivery;
    if (isForgotten) return;
    const at = new Date(timers.now()).toISOString();
    const isFirst = delivery.attempts.length === 0;
    const outcome =
      isFirst && faults().dropFirst
        ? { status: null, error: "lost because of the fault dropFirst" }
        : await send(target, rawBody);
    delivery.attempts.push({ at, ...outcome });
    const isDone = outcome.status !== null && target.rules.isTaken(outcome.status);
    const wait = target.rules.retryDelaysMs[delivery.attempts.length - 1];
    delivery.state = isDone ? "delivered" : wait === undefined ? "given_up" : "pending";
    log(`${delivery.type} -> ${outcome.status ?? outcome.error} (${delivery.state})`);
    if (delivery.state !== "pending" || wait === undefined) return;
    timers.start(wait * retryScale, () => void attempt(delivery, target, rawBody));
  }

  async function send(target: DeliveryTarget, rawBody: string) {
    const headers = target.authenticate(rawBody, new Date(timers.now()));
    try {
      return {
        status: (await post(target.url, rawBody, headers, timeoutMs ?? target.rules.timeoutMs))
          .status,
      };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  function deliverOnce(target: DeliveryTarget, message: DeliveryMessage): Promise<void> {
    const { rawBody, ...described } = message;
    const delivery: Delivery = {
      id: createObjectId(),
      url: target.url,
      endpointId: target.endpointId,
      ...described,
      state: "pending",
      attempts: [],
    };
    known.set(delivery.id, delivery);
    const { delayMs, reorder } = faults();
    const run = () => attempt(delivery, target, rawBody);
    if (reorder > 0) return shuffle(target.url, reorder + delayMs, run);
    const delayed = delayMs > 0 ? timers.wait(delayMs) : Promise.resolve();
    return lanes(`${target.url} ${message.callId}`, () => delayed.then(run));
  }

  return {
    /** Resolves after the first attempt of each copy. Never rejects. */
    async deliver(target: DeliveryTarget, message: DeliveryMessage): Promise<void> {
      const copies = random() < faults().duplicate ? 2 : 1;
      await Promise.all(Array.from({ length: copies }, () => deliverOnce(target, message)));
    },
    list: (): Delivery[] => known.values(),
    /** Forgets all deliveries and cancels their retries. */
    reset: () => known.clear(),
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;
