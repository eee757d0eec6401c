import type { Timing } from "./calls/callFlow.ts";
import type { BusinessNumber, Provider } from "./calls/calls.ts";
import { type Clock, systemClock } from "./lib/clock.ts";
import { createApiKey } from "./lib/createIds.ts";
import { type CreateFarEnd, createSilentFarEnd } from "./media/farEnd.ts";
import { findSdpFault, findSdpStart } from "./media/findSdpFault.ts";
import type { MediaAsset } from "./media/media.ts";
import type { MetaOptions } from "./meta/metaOptions.ts";
import { resolveMetaOptions } from "./meta/metaOptions.ts";
import type { MediaOptions } from "./voice/loadVoiceFarEnd.ts";

/** Every option has a default. */
export interface SimulatorOptions extends Partial<Timing> {
  /** Default: a free port. */
  port?: number;
  /** Default: `127.0.0.1`. */
  host?: string;
  /** The `X-API-Key` that requests must have. Default: a random key. */
  apiKey?: string;
  /**
   * A URL that is registered at the start as YCloud's webhook endpoint and as the callback of Meta's app. It also receives
   * the flat events of click-to-call.
   */
  webhookUrl?: string;
  /** The secret of YCloud's endpoint, including `whsec_`. Default: a random secret. */
  webhookSecret?: string;
  /** The header `X-Webhook-Token` of flat events. Default: no such header. */
  webhookToken?: string;
  /** The business number, in E.164 with `+`. Default: `+525550001111`. */
  businessPhone?: string;
  /** Several business numbers, each with its provider if it is not `provider`. They replace `businessPhone`. */
  businessPhones?: readonly (string | { phone: string; provider?: Provider })[];
  /** Whose customers the business numbers are. Default: `ycloud`. */
  provider?: Provider;
  /** The id of the first business number. Default: `461269257068832`. Each further number has the next id. */
  phoneId?: string;
  /** The account of YCloud's numbers. */
  wabaId?: string;
  /** Meta's app, its access token, and the account of Meta's numbers. */
  meta?: MetaOptions;
  /** The path of click-to-call. Default: `/v2/whatsapp/calls`, as in the integration guide that SKALE Calls implements. */
  clickToCallPath?: string;
  /**
   * True (the default): SDPs must meet WhatsApp's requirements (one audio stream, Opus, ICE, a sha-256 fingerprint).
   * False: only the first line of an SDP is checked, and its length.
   */
  strictSdp?: boolean;
  /** A factor for the waits between retries. With 0.001, ten seconds become ten milliseconds. Default: 1. */
  retryScale?: number;
  /**
   * The time limit for the response to a webhook, in milliseconds of real time. Default: the provider's, 10,000 for YCloud
   * and 20,000 for Meta.
   */
  webhookTimeoutMs?: number;
  /** Called with a line for each delivery and call signal, without phone numbers, SDPs or secrets. Default: no log. */
  log?: (line: string) => void;
  clock?: Clock;
  /** Replaces `Math.random`. */
  random?: () => number;
  /**
   * True, or options: calls have real media, so every WhatsApp user is a WebRTC peer that speaks and listens. False (the
   * default): SDPs are checked and answered, but no media is sent. With media, `strictSdp` must not be false.
   */
  media?: boolean | MediaOptions;
  /** Recordings and transcripts of calls that took place before the start, such as calls in a seeded database. Default: none. */
  assets?: readonly MediaAsset[];
  /** Creates the far ends of calls. Default: `media` decides. */
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
    throw new TypeError("strictSdp must not be false with media, because media needs real SDPs.");
  }
  const { phoneId = "461269257068832", wabaId = "188234691048809" } = options;
  const meta = resolveMetaOptions(options.meta);
  const phones = (options.businessPhones ?? [options.businessPhone ?? "+525550001111"]).map(
    (given) => ({
      provider: options.provider ?? "ycloud",
      ...(typeof given === "string" ? { phone: given } : given),
    }),
  );
  for (const { phone } of phones) {
    if (!/^\+[1-9]\d{6,14}$/.test(phone)) {
      throw new TypeError("A business phone must be E.164 with its +, such as +525550001111.");
    }
  }
  if (phones.length === 0) throw new TypeError("The simulator needs a business phone.");
  const numbers: BusinessNumber[] = phones.map(({ phone, provider }, index) => ({
    id: index === 0 ? phoneId : String(BigInt(phoneId) + BigInt(index)),
    wabaId: provider === "meta" ? meta.wabaId : wabaId,
    phoneNumber: phone,
    provider,
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
    webhookTimeoutMs: options.webhookTimeoutMs,
    log: options.log ?? (() => {}),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    createFarEnd: options.createFarEnd ?? (await chooseFarEnd(options.media ?? false)),
    assets: options.assets ?? [],
    hasMedia: Boolean(options.media),
    numbers,
    wabaId,
    meta,
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

/** Loads WebRTC and Opus only if media is on. */
async function chooseFarEnd(media: boolean | MediaOptions): Promise<CreateFarEnd> {
  if (media === false) return createSilentFarEnd;
  const { loadVoiceFarEnd } = await import("./voice/loadVoiceFarEnd.ts");
  return loadVoiceFarEnd(media === true ? {} : media);
}

export type ResolvedOptions = Awaited<ReturnType<typeof resolveOptions>>;
