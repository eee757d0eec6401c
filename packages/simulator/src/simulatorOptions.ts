import type { Timing } from "./calls/callFlow.ts";
import type { BusinessNumber } from "./calls/calls.ts";
import { type Clock, systemClock } from "./lib/clock.ts";
import { createApiKey } from "./lib/createIds.ts";
import { type CreateFarEnd, createSilentFarEnd } from "./media/farEnd.ts";
import { findSdpFault, findSdpStart } from "./media/findSdpFault.ts";
import type { MediaAsset } from "./media/media.ts";
import type { MediaOptions } from "./voice/loadVoiceFarEnd.ts";

/** All of it has a default. */
export interface SimulatorOptions extends Partial<Timing> {
  /** A free one by default. */
  port?: number;
  /** `127.0.0.1` by default. */
  host?: string;
  /** What `X-API-Key` must say; a random one by default. */
  apiKey?: string;
  /** Is registered as a webhook endpoint at the start, and gets the flat webhooks of click-to-call. */
  webhookUrl?: string;
  /** The endpoint's secret, `whsec_` and all; a random one by default. */
  webhookSecret?: string;
  /** What flat webhooks carry as `X-Webhook-Token`; without it they carry none. */
  webhookToken?: string;
  /** E.164 with `+`; `+525550001111` by default. */
  businessPhone?: string;
  /** Several numbers, instead of `businessPhone`. */
  businessPhones?: readonly string[];
  /** The id of the first business number, `461269257068832` by default; further ones count on from it. */
  phoneId?: string;
  wabaId?: string;
  /** The path of click-to-call, `/v2/whatsapp/calls` by default as in the guide. */
  clickToCallPath?: string;
  /**
   * Whether an SDP must be what WhatsApp takes (one audio stream, Opus, ICE, a sha-256 fingerprint); true
   * by default. False takes everything that begins as an SDP does.
   */
  strictSdp?: boolean;
  /** Multiplies the waits of the retry schedule: 0.001 makes ten seconds ten milliseconds. */
  retryScale?: number;
  /** How long a webhook's answer is waited for, in real ms; 10,000 by default. */
  webhookTimeoutMs?: number;
  /** Told of every delivery and call; silent by default. Gets no numbers, SDPs or secrets. */
  log?: (line: string) => void;
  clock?: Clock;
  /** From 0 to 1, as `Math.random`. */
  random?: () => number;
  /**
   * Whether calls have real media: every WhatsApp user is a WebRTC peer that speaks and listens. False by
   * default: SDPs are checked and answered, and no media flow. With media SDPs are strict.
   */
  media?: boolean | MediaOptions;
  /** Recordings and transcripts of calls that were before its start, such as those of a seeded database; none by default. */
  assets?: readonly MediaAsset[];
  /** Far ends of your own, instead of those that `media` brings. */
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

/** What media take is loaded by those only who want them. */
async function chooseFarEnd(media: boolean | MediaOptions): Promise<CreateFarEnd> {
  if (media === false) return createSilentFarEnd;
  const { loadVoiceFarEnd } = await import("./voice/loadVoiceFarEnd.ts");
  return loadVoiceFarEnd(media === true ? {} : media);
}

export type ResolvedOptions = Awaited<ReturnType<typeof resolveOptions>>;
