import type { Timing } from "./calls/callFlow.ts";
import type { BusinessNumber } from "./calls/calls.ts";
import { type Clock, systemClock } from "./lib/clock.ts";
import { createApiKey } from "./lib/createIds.ts";
import { type CreateFarEnd, createSilentFarEnd } from "./media/farEnd.ts";
import { findSdpFault, findSdpStart } from "./media/findSdpFault.ts";
import type { MediaAsset } from "./media/media.ts";
import type { MediaOptions } from "./voice/loadVoiceFarEnd.ts";

/** Every option has a default. */
export interface SimulatorOptions extends Partial<Timing> {
  /** A free port by default. */
  port?: number;
  /** `127.0.0.1` by default. */
  host?: string;
  /** The expected `X-API-Key`; random by default. */
  apiKey?: string;
  /** Registered as a webhook endpoint at the start; also gets the flat webhooks of click-to-call. */
  webhookUrl?: string;
  /** The endpoint's secret, with its `whsec_`; random by default. */
  webhookSecret?: string;
  /** Sent as `X-Webhook-Token` with flat webhooks; without it the header is absent. */
  webhookToken?: string;
  /** E.164 with `+`; `+525550001111` by default. */
  businessPhone?: string;
  /** Several numbers, instead of `businessPhone`. */
  businessPhones?: readonly string[];
  /** The id of the first business number, `461269257068832` by default; each further number has the next id. */
  phoneId?: string;
  wabaId?: string;
  /** The path of click-to-call; `/v2/whatsapp/calls` by default, as in the integration guide that SKALE Calls implements. */
  clickToCallPath?: string;
  /**
   * Whether an SDP must meet WhatsApp's requirements (one audio stream, Opus, ICE, a sha-256 fingerprint). True
   * by default. With false, the first line of an SDP is enough.
   */
  strictSdp?: boolean;
  /** Multiplies the waits of the retry schedule: with 0.001, ten seconds are ten milliseconds. */
  retryScale?: number;
  /** The timeout of a webhook's answer, in ms of real time; 10,000 by default. */
  webhookTimeoutMs?: number;
  /** Called with a line for every delivery and call, without numbers, SDPs or secrets. Silent by default. */
  log?: (line: string) => void;
  clock?: Clock;
  /** Replaces `Math.random`. */
  random?: () => number;
  /**
   * Whether calls have real media: every WhatsApp user is a WebRTC peer that speaks and listens. False by
   * default: SDPs are checked and answered, and no media flow. `strictSdp` cannot be false with media.
   */
  media?: boolean | MediaOptions;
  /** Recordings and transcripts of calls from before the start, such as those of a seeded database; none by default. */
  assets?: readonly MediaAsset[];
  /** Replaces the far ends that `media` chooses. */
  createFarEnd?: CreateFarEnd;
}

const defaultTiming: Timing = {
  signalMs: 100,
  ringMs: 2_000,
  talkMs: 60_000,
  unansweredMs: 45_000,
  firstMediaMs: 20_000,
  mediaGapMs: 30_000,
};

export async function resolveOptions(options: SimulatorOptions) {
  if (options.media && options.strictSdp === false) {
    throw new TypeError("Media need real SDPs: strictSdp cannot be false with media.");
  }
  const { phoneId = "461269257068832", wabaId = "188234691048809" } = options;
  const phones = options.businessPhones ?? [options.businessPhone ?? "+525550001111"];
  for (const phone of phones) {
    if (!/^\+[1-9]\d{6,14}$/.test(phone)) {
      throw new TypeError("A business phone must be E.164 with its +, such as +525550001111.");
    }
  }
  if (phones.length === 0) throw new TypeError("The simulator needs a business phone.");
  const numbers: BusinessNumber[] = phones.map((phoneNumber, index) => ({
    id: index === 0 ? phoneId : String(BigInt(phoneId) + BigInt(index)),
    wabaId,
    phoneNumber,
  }));
  return {
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    apiKey: options.apiKey ?? createApiKey(),
    webhookUrl: options.webhookUrl,
    webhookSecret: options.webhookSecret,
    webhookToken: options.webhookToken,
    clickToCallPath: options.clickToCallPath ?? "/v2/whatsapp/calls",
    findFault: options.strictSdp === false ? findSdpStart : findSdpFault,
    retryScale: options.retryScale ?? 1,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 10_000,
    log: options.log ?? (() => {}),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    createFarEnd: options.createFarEnd ?? (await chooseFarEnd(options.media ?? false)),
    assets: options.assets ?? [],
    hasMedia: Boolean(options.media),
    numbers,
    wabaId,
    timing: {
      signalMs: options.signalMs ?? defaultTiming.signalMs,
      ringMs: options.ringMs ?? defaultTiming.ringMs,
      talkMs: options.talkMs ?? defaultTiming.talkMs,
      unansweredMs: options.unansweredMs ?? defaultTiming.unansweredMs,
      firstMediaMs: options.firstMediaMs ?? defaultTiming.firstMediaMs,
      mediaGapMs: options.mediaGapMs ?? defaultTiming.mediaGapMs,
    } satisfies Timing,
  };
}

/** Loads WebRTC and Opus only when media are wanted. */
async function chooseFarEnd(media: boolean | MediaOptions): Promise<CreateFarEnd> {
  if (media === false) return createSilentFarEnd;
  const { loadVoiceFarEnd } = await import("./voice/loadVoiceFarEnd.ts");
  return loadVoiceFarEnd(media === true ? {} : media);
}

export type ResolvedOptions = Awaited<ReturnType<typeof resolveOptions>>;
