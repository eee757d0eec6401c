import type { CallSignal } from "../calls/callFlow.ts";
import type { BusinessNumber, SimCall } from "../calls/calls.ts";
import type { Faults } from "../calls/faults.ts";
import type { Deliveries } from "../delivery/deliveries.ts";
import type { PostAnswer } from "../delivery/postJson.ts";
import type { Dialect } from "../dialect.ts";
import type { Timers } from "../lib/clock.ts";
import type { CaptureKind, Media } from "../media/media.ts";
import type { createBusinessSettings } from "../parties/businessSettings.ts";
import type { ResolvedOptions } from "../simulatorOptions.ts";
import { createMetaSender } from "./createMetaSender.ts";
import { restrictionChange, settingsChange } from "./events/accountChanges.ts";
import {
  captureChange,
  connectChange,
  statusChange,
  terminateChange,
} from "./events/callChanges.ts";
import {
  identityChange,
  inboundChange,
  messageStatusChange,
  permissionChange,
} from "./events/messageChanges.ts";
import { type MetaField, metaFields } from "./events/metaValue.ts";
import { metaDelivery } from "./metaDelivery.ts";
import { createMetaMedia } from "./metaMedia.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { viewCalling } from "./viewCalling.ts";

interface MetaParts {
  options: Pick<ResolvedOptions, "meta" | "webhookUrl" | "webhookTimeoutMs">;
  timers: Timers;
  deliveries: Pick<Deliveries, "deliver">;
  faults(): Faults;
  media: Media;
  settings: ReturnType<typeof createBusinessSettings>;
  /** Requests a callback address. */
  handshake(url: string, timeoutMs: number): Promise<PostAnswer>;
  /** Returns the simulator's address. */
  ownUrl(): string;
}

const statusNames = { ringing: "RINGING", accepted: "ACCEPTED", rejected: "REJECTED" } as const;

/** Creates Meta's app with its subscriptions and its files, and the webhooks that are sent to it. */
export function createMeta({
  options,
  timers,
  deliveries,
  faults,
  media,
  settings,
  handshake,
  ownUrl,
}: MetaParts) {
  const { webhookUrl, webhookTimeoutMs } = options;
  const { now } = timers;
  const subscriptions = createSubscriptions(options.meta);
  if (webhookUrl !== undefined) {
    subscriptions.setApp({ callbackUrl: webhookUrl, fields: metaFields });
  }
  const send = createMetaSender({ timers, deliveries, faults, subscriptions });
  const files = createMetaMedia({ media, now, ownUrl, secret: options.meta.appSecret });

  /** The field of what users write: another one if another partner of the business comes first. */
  const inboundField = (business: BusinessNumber): MetaField =>
    settings.of(business).isStandby ? "standby" : "messages";

  async function call(call: SimCall, signal: CallSignal): Promise<void> {
    const isEndOfOurs = signal === "ended" && call.direction === "BUSINESS_INITIATED";
    if (settings.of(call.business).isStandby && !isEndOfOurs) return;
    const { wacid: callId, business } = call;
    const first =
      signal === "connect"
        ? send(business, connectChange(call, now()), { detail: "connect", callId })
        : signal === "ended"
          ? send(business, terminateChange(call, now()), { detail: "terminate", callId })
          : send(business, statusChange(call, statusNames[signal], now()), {
              detail: statusNames[signal],
              callId,
            });
    if (signal !== "ended" || call.startTime === undefined) return first;
    await Promise.all([first, ...capturedKinds(call).map((kind) => sendFile(call, kind))]);
  }

  async function sendFile(call: SimCall, kind: CaptureKind): Promise<void> {
    const item = await files.add(kind, call);
    const change = captureChange(call, kind, item, now());
    await send(call.business, change, { detail: `call_${kind}_available`, callId: call.wacid });
  }

  const dialect: Dialect = {
    call,
    message: (message) =>
      void send(message.business, messageStatusChange(message, now()), {
        detail: message.status,
        callId: null,
      }),
    write(parties, text) {
      const content = { type: "text", text: { body: text } };
      const field = inboundField(parties.business);
      const change = inboundChange(parties, content, now(), field);
      void send(parties.business, change, { detail: "text", callId: null });
    },
    identity(parties, previous) {
      const change = identityChange(parties, previous, now(), inboundField(parties.business));
      void send(parties.business, change, { detail: "system", callId: null });
    },
    permission(parties, reply) {
      const change = permissionChange(parties, reply, now(), inboundField(parties.business));
      void send(parties.business, change, { detail: "call_permission_reply", callId: null });
    },
    restriction: (business, restriction) =>
      void send(business, restrictionChange(business, restriction, now()), {
        detail: "ACCOUNT_RESTRICTION",
        callId: null,
      }),
    settings: (business) =>
      void send(business, settingsChange(business, viewCalling(settings, business), now()), {
        detail: null,
        callId: null,
      }),
  };

  return {
    subscriptions,
    files,
    dialect,
    /**
     * Asks a callback address for the challenge, before it is registered.
     *
     * @returns what is wrong with the response, or null if the address has confirmed.
     */
    async confirm(url: string, verifyToken: string): Promise<string | null> {
      const challenge = String(Math.floor(now()));
      const asked = new URL(url);
      asked.searchParams.set("hub.mode", "subscribe");
      asked.searchParams.set("hub.challenge", challenge);
      asked.searchParams.set("hub.verify_token", verifyToken);
      try {
        const { status, body } = await handshake(
          asked.href,
          webhookTimeoutMs ?? metaDelivery.timeoutMs,
        );
        if (status !== 200) return `HTTP Status Code = ${status}`;
        return body === challenge ? null : "The response does not contain the challenge";
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

function capturedKinds({ extras: { capture } }: SimCall): CaptureKind[] {
  return [
    ...(capture?.recording ? (["recording"] as const) : []),
    ...(capture?.transcription ? (["transcription"] as const) : []),
  ];
}
