import type { PickupWarning } from "../availability/pickupWarning.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import type { ProviderDeps } from "./chooseProvider.ts";
import type { MediaArchive } from "./mediaDeps.ts";

export interface AvailabilityOptions {
  /** When the pickup rate is called low. Default: `defaultPickupWarning`, which is ours. */
  pickupWarning?: Partial<PickupWarning>;
  /**
   * True: a dial is refused while a known fact prevents outgoing calls. Facts that are older than `timeLimits.settings` are read
   * again first; if they cannot be read, they do not refuse. Default false: WhatsApp decides.
   */
  blocksDialling?: boolean;
}

/** The dependencies of the use cases. */
export interface CallDeps extends ProviderDeps {
  store: CallStore;
  /** Receives what operators want to know. Default: writes the problems to the console (`logEvents`). */
  onEvent?: OnEvent | undefined;
  /** Our copies of recordings and transcripts. Without it, the provider's are fetched at each request. */
  media?: MediaArchive;
  /**
   * The number to call from if the inbox has no number: in E.164, or the provider's id of the number.
   * `createCallHandler` accepts the number as people write it.
   */
  from?: string;
  /** The country (ISO 3166 alpha-2) of numbers without a country code. */
  defaultCountry?: string;
  availability?: AvailabilityOptions;
  /**
   * Whether a call needs a permission that we know of. `provider`: WhatsApp decides, and what its refusal shows about
   * the permission is stored. `strict`: without a known permission, dialling is refused (`consent_required`). Default:
   * `provider`.
   */
  permissionPolicy?: "strict" | "provider";
  /**
   * Whether an agent may manage an inbox that the agent sees: set its business hours. It is your rule, such as a look at the
   * agent's role. Default: nobody may.
   */
  mayManage?: (act: { userId: string; inboxId: string }) => boolean | Promise<boolean>;
  /**
   * Keeps the instance alive until work in the background has ended. The work does not reject. Edge functions of Supabase:
   * `(work) => EdgeRuntime.waitUntil(work)`.
   */
  waitUntil?: (work: Promise<unknown>) => void;
  now?: () => Date;
  /** Creates the uuid of a call if the client chose none. */
  newId?: () => string;
  /** Waits between the attempts to save an act that the provider has already done. */
  sleep?: (milliseconds: number) => Promise<void>;
}

/** An agent who acts on one call. */
export interface CallAct {
  /** Our own id of the call, a uuid. */
  id: string;
  userId: string;
}
