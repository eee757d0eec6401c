import type { Call, CallPermission, Recipient } from "@skale-calls/core";
import { isCallsError, isTerminal, outcomeOf } from "@skale-calls/core/client";
import { type Clock, systemClock } from "../lib/clock.ts";

export type PermissionTarget = Recipient & { inboxId?: string | null };

type ChangedCall = Pick<Call, "status" | "contact_phone" | "contact_user_id">;

/** The functions of `createCallService` that the hook uses. */
export interface PermissionService {
  fetchCallPermission(target: PermissionTarget): Promise<CallPermission>;
  requestCallPermission(target: PermissionTarget & { id: string }): Promise<CallPermission>;
  /** With this function, the permission is read again after each call with the contact. */
  subscribeToCalls?(options: { onChange(call: ChangedCall): void }): () => void;
}

export interface PermissionState {
  /** The newest permission that was read; null before the first one. */
  permission: CallPermission | null;
  /** Why the last reading or request failed. */
  error: Error | null;
  isLoading: boolean;
}

/** A permission that is kept up to date while somebody listens. */
export interface PermissionWatch {
  readonly state: PermissionState;
  subscribe(onChange: () => void): () => void;
  /**
   * Asks the contact. A second call after an unclear response sends no second message. It never throws: see `error`. After a
   * refusal it reads the permission, because the server has learnt from it; `error` stays the refusal.
   */
  request(): Promise<void>;
  reload(): Promise<void>;
}

/** The part of a document that tells whether the page is visible. */
type Page = Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;

interface WatchOptions {
  clock?: Clock;
  page?: Page | null;
}

/** Milliseconds between two readings while a request is open: most contacts answer soon, or much later. */
const pollPause = 3_000;
const pauseOf = (age: number) => (age < 120_000 ? pollPause : age < 900_000 ? 30_000 : 300_000);
/** Browsers run a timer with a longer pause immediately. */
const longestPause = 2_147_483_647;

/**
 * Watches a permission: it reads while the contact has not answered and the page is visible (every 3 s for two minutes
 * after the request, then less often), when a permission or a limit ends, and after each call with the contact. Otherwise it sends no requests.
 */
export function watchPermission(
  service: PermissionService,
  target: PermissionTarget | null,
  { clock = systemClock, page = readPage() }: WatchOptions = {},
): PermissionWatch {
  const listeners = new Set<() => void>();
  let state: PermissionState = { permission: null, error: null, isLoading: target !== null };
  let stop: (() => void) | undefined;
  let cancelTimer = () => {};
  /** Counts the acts, so that a late response of an earlier act changes nothing. */
  let newest = 0;
  let failures = 0;
  /** The id of a request whose response was unclear. */
  let unclearId: string | undefined;

  function change(next: Partial<PermissionState>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  /** @param told an error that stays, whatever the result is. */
  async function act(
    take: () => Promise<CallPermission>,
    told: Error | null = null,
  ): Promise<unknown> {
    newest += 1;
    const mine = newest;
    cancelTimer();
    change({ isLoading: true });
    try {
      const permission = await take();
      if (mine !== newest) return undefined;
      failures = 0;
      change({ permission, error: told, isLoading: false });
      return undefined;
    } catch (cause) {
      if (mine !== newest) return cause;
      failures += 1;
      change({
        error: told ?? (cause instanceof Error ? cause : new Error(String(cause))),
        isLoading: false,
      });
      return cause;
    } finally {
      if (mine === newest) schedule();
    }
  }

  async function reload(): Promise<void> {
    if (target !== null) await act(() => service.fetchCallPermission(target));
  }

  async function request(): Promise<void> {
    if (target === null) return;
    const id = unclearId ?? crypto.randomUUID();
    unclearId = id;
    const error = await act(() => service.requestCallPermission({ ...target, id }));
    if (outcomeOf(error) === "ambiguous") return;
    unclearId = undefined;
    if (isCallsError(error)) await act(() => service.fetchCallPermission(target), error);
  }

  /** Plans the next reading, if one is needed. */
  function schedule(): void {
    cancelTimer();
    const { permission } = state;
    if (stop === undefined || permission === null) return;
    const { status, expires_at, request: asked, requests } = permission;
    const now = clock.now();
    const ends = [expires_at, requests.next_at].flatMap((time) =>
      time === null ? [] : [Date.parse(time) - now],
    );
    // The server's clock may differ from the browser's, so a time in the past is no reason to read at once.
    const pauses = ends.map((pause) => (pause > 0 ? pause : pollPause));
    if (status === "requested" && isVisible()) {
      const age = asked ? now - Date.parse(asked.requested_at) : 0;
      pauses.push(pauseOf(age) * 2 ** Math.min(failures, 5));
    }
    const pause = Math.min(...pauses, longestPause);
    if (pause < longestPause) cancelTimer = clock.after(pause, () => void reload());
  }

  const isVisible = () => page === null || page.visibilityState === "visible";

  const onVisibility = () => {
    if (isVisible() && state.permission?.status === "requested") void reload();
    else schedule();
  };

  function start(): () => void {
    page?.addEventListener("visibilitychange", onVisibility);
    const unsubscribe = service.subscribeToCalls?.({
      onChange(call) {
        if (target !== null && isTerminal(call.status) && isWith(call, target)) void reload();
      },
    });
    return () => {
      page?.removeEventListener("visibilitychange", onVisibility);
      unsubscribe?.();
      cancelTimer();
    };
  }

  return {
    get state() {
      return state;
    },
    subscribe(onChange) {
      listeners.add(onChange);
      if (stop === undefined) {
        stop = start();
        void reload();
      }
      return () => {
        listeners.delete(onChange);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    request,
    reload,
  };
}

/** All forms of a number end with the same digits. Another contact's call with these digits costs one reading. */
function isWith(call: ChangedCall, { to, recipient }: PermissionTarget): boolean {
  if (recipient !== undefined) return call.contact_user_id === recipient;
  return call.contact_phone !== null && lastDigits(call.contact_phone) === lastDigits(to);
}

const lastDigits = (phone: string): string => phone.replace(/\D/g, "").slice(-7);

const readPage = (): Page | null => (typeof document === "undefined" ? null : document);
