import type { ProviderName } from "../vocabulary/callEvent.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import type { ProblemName } from "../vocabulary/problems.ts";
import type { EventOutcome } from "./callStore.ts";

/** What is told about an error. SDPs and numbers are masked; at most 500 characters each. */
export interface ToldError {
  /** The name of the error's class, such as `ProviderError`; `typeof` for other thrown values. */
  error?: string | undefined;
  code?: ErrorCode | undefined;
  /** The message. */
  reason?: string | undefined;
  /** The message of the cause. */
  cause?: string | undefined;
  /** The provider's id of the request that failed; its support asks for it. */
  providerRequestId?: string | undefined;
}

interface Told extends ToldError {
  /** `error`: a response of 500 or above, or something was lost. `warn`: such as a webhook with a wrong signature. `info`: nothing to do. */
  level: "info" | "warn" | "error";
  /** `X-Request-Id` or `sb-request-id` of the request in which it happened; a uuid if the request has neither. */
  requestId?: string | undefined;
}

/** A handler has responded. An error of the response is told too. */
export interface RequestHandledEvent extends Told {
  kind: "request";
  handler: "calls" | "webhooks" | "media" | "health";
  /** `_OTHER` if HTTP has no such method. */
  method: string;
  /** As in the contract, such as `POST /{id}/claim`. Absent if the address has no route. */
  route?: string;
  status: number;
  /** Milliseconds from the request to the response, to a tenth like those of every event. */
  ms: number;
  /** The id of the call's row, if the address names one. */
  callId?: string;
  /** The user id of the agent, after the access token was verified. */
  agentId?: string;
  /** The provider that was asked, or the sender of the webhook. */
  provider?: ProviderName;
}

/** A webhook is stored. The counts are of its events, by their outcome. */
export interface WebhookHandledEvent extends Told, Readonly<Record<EventOutcome, number>> {
  kind: "webhook";
  /** The name of the source. */
  provider: ProviderName;
  events: number;
  /** Milliseconds from parsing to the end of what the webhook causes. */
  ms: number;
}

/** A provider has responded to an act, or failed. */
export interface ProviderAskedEvent extends Told {
  kind: "provider";
  provider: ProviderName;
  /** The method of `CallProvider`, such as `accept`. */
  act: string;
  /** `failed`: an error without an outcome, such as one of our own. */
  outcome: "ok" | "rejected" | "ambiguous" | "failed";
  /** Milliseconds, including the repetitions of a GET. */
  ms: number;
}

/** The store has responded, or failed. */
export interface StoreAskedEvent extends Told {
  kind: "store";
  /** The method of `CallStore`, such as `recordEvents` or `sweepCalls`. */
  act: string;
  outcome: "ok" | "failed";
  ms: number;
}

/** An attempt to store a recording or a transcript is over. */
export interface MediaArchivedEvent extends Told {
  kind: "media";
  medium: "recording" | "transcript";
  outcome: "stored" | "failed";
  attempt: number;
  ms: number;
}

/** Something needs an operator's eye, although the response may be a success. `problems` says what each name means. */
export interface ProblemEvent extends Told {
  kind: "problem";
  level: "warn" | "error";
  problem: ProblemName;
  /** The id of the call's row. */
  callId?: string;
  /** The provider, or the sender of a webhook. */
  provider?: ProviderName;
  inboxId?: string;
  /** The id of a permission request, or of the act that was refused. */
  actId?: string;
  /** The origin of a page. */
  origin?: string;
  /** A number of files. */
  files?: number;
  /** A version of a provider's API. */
  version?: string;
  /** When the version expires: a date, or null if it is unknown. */
  expires?: string | null;
}

/**
 * What the handlers, the use cases and the worker tell operators. Every event is flat: texts, numbers and nothing else, so that it
 * can be a line of a log or the attributes of a span. Events contain no SDP, key, token or whole phone number.
 */
export type TelemetryEvent =
  | RequestHandledEvent
  | WebhookHandledEvent
  | ProviderAskedEvent
  | StoreAskedEvent
  | MediaArchivedEvent
  | ProblemEvent;

/**
 * Receives the events, during the request: it must not block. What it throws is ignored.
 *
 * @example
 * createCallHandler({ ...deps, onEvent: (event) => metrics.record(event.kind, event) });
 */
export type OnEvent = (event: TelemetryEvent) => void;
