import type { BusinessNumber } from "../calls/calls.ts";
import type { Faults } from "../calls/faults.ts";
import type { Deliveries, DeliveryTarget } from "../delivery/deliveries.ts";
import type { Timers } from "../lib/clock.ts";
import { type MetaChange, writeMetaJson, writeWebhook } from "./events/metaValue.ts";
import type { Subscriptions } from "./subscriptions.ts";

interface SenderOptions {
  timers: Timers;
  deliveries: Pick<Deliveries, "deliver">;
  faults(): Faults;
  subscriptions: Pick<Subscriptions, "targetOf">;
}

/** What the list of deliveries says about a change. */
export interface ChangeLabel {
  /** What distinguishes it from other changes of its field, such as `RINGING`. */
  detail: string | null;
  callId: string | null;
}

interface Held {
  target: DeliveryTarget;
  changes: (MetaChange & ChangeLabel)[];
  sent: Promise<void>;
}

/** Creates a function that sends a change. It resolves after the first delivery attempt. */
export function createMetaSender({ timers, deliveries, faults, subscriptions }: SenderOptions) {
  const held = new Map<string, Held>();

  function deliver({ target, changes }: Pick<Held, "target" | "changes">): Promise<void> {
    const callIds = new Set(changes.map(({ callId }) => callId));
    const details = changes.flatMap(({ detail }) => (detail === null ? [] : [detail]));
    const [callId = null] = callIds;
    return deliveries.deliver(target, {
      eventId: null,
      type: [...new Set(changes.map(({ field }) => field))].join(", "),
      detail: details.length === 0 ? null : details.join(", "),
      callId: callIds.size === 1 ? callId : null,
      rawBody: writeMetaJson(writeWebhook(changes)),
    });
  }

  /** Holds a change until the batch of its URL is sent. */
  function hold(target: DeliveryTarget, change: MetaChange & ChangeLabel, ms: number) {
    const waiting = held.get(target.url);
    if (waiting) {
      waiting.changes.push(change);
      return waiting.sent;
    }
    const batch: Pick<Held, "target" | "changes"> = { target, changes: [change] };
    const sent = timers.wait(ms).then(() => {
      held.delete(target.url);
      return deliver(batch);
    });
    held.set(target.url, { ...batch, sent });
    return sent;
  }

  return async (
    business: BusinessNumber,
    change: MetaChange,
    label: ChangeLabel,
  ): Promise<void> => {
    const target = subscriptions.targetOf(business, change.field);
    if (!target) return;
    const { batchMs } = faults();
    const labelled = { ...change, ...label };
    await (batchMs === 0
      ? deliver({ target, changes: [labelled] })
      : hold(target, labelled, batchMs));
  };
}
