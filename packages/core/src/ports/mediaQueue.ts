import type { MediaKind, MediaStatus } from "../rules/media.ts";

/** The state of a call's recording or transcript. */
export interface CallMedia {
  kind: MediaKind;
  status: MediaStatus;
  /** The attempts to store it so far. */
  attempts: number;
  /** The path in our storage; null if no file is stored. A file that is being replaced stays until its successor is stored. */
  path: string | null;
  media_type: string | null;
  bytes: number | null;
  /** The SHA-256 of the file in lower-case hex. */
  sha256: string | null;
  /** Why the last attempt failed: a code of `errorCodes`. */
  error_code: string | null;
  /** When the next attempt may start. */
  next_at: string;
  stored_at: string | null;
}

/** A recording or transcript that one instance downloads and stores now. */
export interface LeasedMedia {
  /** The id of the queue's row. */
  id: string;
  /** Our own id of the call. */
  callId: string;
  kind: MediaKind;
  /** The `provider` of the call. */
  provider: string | null;
  /** The provider that the call's inbox names; null if it names none, or the call has no inbox. */
  inboxProvider: string | null;
  /** The provider's id of the file. */
  assetId: string;
  /** The number of this attempt. Only the result of the latest attempt counts. */
  attempt: number;
  /** How many earlier attempts failed with a fault of this file itself (`isFault`). A newer file begins with 0. */
  faults: number;
  /** Where this attempt stores the file: `<branch>/<call>/<kind>-<attempt>`. No other attempt has this path. */
  path: string;
}

/** The result of an attempt. */
export type MediaResult = Pick<LeasedMedia, "id" | "attempt"> &
  (
    | {
        outcome: "stored";
        mediaType: string;
        bytes: number;
        sha256: string;
        /** The text of a transcript, for the call. */
        transcript?: string;
      }
    | {
        outcome: "failed";
        errorCode: string;
        /** True if the file itself is at fault: it is missing, too large, or of a wrong type. */
        isFault: boolean;
        /** True if no further attempt follows. */
        isFinal: boolean;
        /** True if the storage possibly has a file under the path of this attempt. The queue then has it deleted. */
        mayHaveFile: boolean;
      }
  );

/** The status after an attempt; `superseded` if another attempt has started since, or the row is gone. */
export type MediaSettlement = MediaStatus | "superseded";

/** A file in our storage that must be deleted. It may not exist. */
export interface MediaRemoval {
  /** The id of the queue's row. */
  id: string;
  path: string;
}

/** A person whose data is deleted: a phone in E.164, or a WhatsApp user id. */
export type ErasedContact = { phone: string; userId?: never } | { userId: string; phone?: never };

/**
 * The queue of recordings and transcripts in the database. A call's asset puts a row into the queue in the statement that
 * stores the event. Every method is one atomic statement, so any number of instances may work on the queue.
 */
export interface MediaQueue {
  /**
   * Leases rows that are due, the longest due first, and reserves a path in the storage for each. No other instance gets a
   * leased row until `timeLimits.mediaLease` and `mediaPause` have passed, so an attempt whose result cannot be saved is
   * repeated after the same pauses. The path of an earlier attempt without a result is then due for removal. Marks
   * rows as expired whose files the provider has deleted: after the seconds in `lifetimes` of the call's provider, or of its
   * inbox's provider if the call's one is not among them. For all others the time is `lifetime`, by default
   * `timeLimits.mediaLifetime`.
   */
  leaseMedia(options: {
    limit: number;
    lifetimes?: Readonly<Record<string, number>>;
    lifetime?: number;
  }): Promise<LeasedMedia[]>;
  /**
   * Stores the result of an attempt. After a failure, the next attempt is due after `mediaPause`: of the file's faults if the
   * file is at fault, otherwise of the attempts. After a success, the file that it replaces is due for removal.
   */
  settleMedia(result: MediaResult): Promise<MediaSettlement>;
  /** Reads the recording or transcript of a call; null if the call has none in the queue. Access is checked before. */
  findMedia(media: { callId: string; kind: MediaKind }): Promise<CallMedia | null>;
  /**
   * Makes what is not stored of a call due now. Returns null if the user may not see the call.
   */
  retryMedia(act: { id: string; userId: string }): Promise<CallMedia[] | null>;
  /**
   * Leases files that must be deleted: their retention period is over, their call was deleted, or they belong to an attempt
   * that another one has replaced. Rows that have no
   * file are settled at once, and so are transcripts and addresses of recordings in calls whose retention period is over.
   */
  leaseRemovals(options: { limit: number }): Promise<MediaRemoval[]>;
  /** Records that the file was deleted. Nothing happens if the row has another path by now. */
  settleRemoval(removal: MediaRemoval): Promise<void>;
  /**
   * Deletes the calls, the consent and the ledger's entries of one contact. The contact's files are then due for removal. By a
   * phone, the user ids that only a change joins to it are left out: somebody else can have a former number now.
   *
   * @returns the number of deleted calls, and the paths of their files.
   */
  eraseContact(contact: ErasedContact): Promise<{ calls: number; paths: string[] }>;
}
