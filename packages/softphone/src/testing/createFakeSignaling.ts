import {
  type CallRow,
  CallsError,
  type RemoteSession,
  type Signaling,
  type SignalingListener,
} from "@skale-calls/core";
import { metaOffer } from "./sdpSamples.ts";

type Act = "dial" | "claim" | "preAccept" | "accept" | "reject" | "hangUp";

export interface FakeSignaling extends Signaling {
  /** The acts that were requested, in order, such as `claim`. */
  readonly acts: Act[];
  readonly sent: { act: Act; id: string; sdp?: string; recipient?: string; keepalive?: boolean }[];
  /** The pace of each call that is followed, by the call's id. */
  readonly followed: Map<string, "dial" | "call">;
  readonly rows: Map<string, CallRow>;
  /** The id of the agent who requests the acts. */
  readonly agentId: string;
  /** Makes the next act of this kind fail. */
  fail(act: Act, error: Error): void;
  /** Makes acts of this kind wait until the returned function is called. */
  hold(act: Act): () => void;
  /** Makes an incoming call ring, and returns its id. */
  ring(options?: { id?: string; offer?: string; row?: Partial<CallRow> }): string;
  /** Changes the row and reports the call. */
  change(id: string, row: Partial<CallRow>, session?: RemoteSession | null): void;
  /** Reports the call again without a change, as after a reload. */
  tell(id: string, session?: RemoteSession | null): void;
  /** Removes the row and reports that it no longer exists. */
  remove(id: string): void;
  setOnline(isOnline: boolean): void;
}

export const fakeAgentId = "a0000000-0000-4000-8000-000000000001";

const emptyRow: Omit<CallRow, "id"> = {
  status: "iniciando",
  direction: "entrante",
  end_reason: null,
  error_code: null,
  started_at: null,
  ringing_at: null,
  answered_at: null,
  contact_phone: "+5215500000001",
  contact_name: null,
  contact_user_id: null,
  business_phone: "+5215599999999",
  user_id: null,
  claimed_by: null,
  lead_id: null,
};

/** Creates a `Signaling` without a server. Acts succeed and change the rows, as at the edge function. */
export function createFakeSignaling(): FakeSignaling {
  const listeners = new Set<SignalingListener>();
  const failures = new Map<Act, Error>();
  const holds = new Map<Act, Promise<void>>();
  const offers = new Map<string, RemoteSession>();
  let count = 0;

  async function act(
    name: Act,
    id: string,
    change: Partial<CallRow>,
    more: Omit<FakeSignaling["sent"][number], "act" | "id"> = {},
  ): Promise<CallRow> {
    fake.acts.push(name);
    fake.sent.push({ act: name, id, ...more });
    await holds.get(name);
    const failure = failures.get(name);
    failures.delete(name);
    if (failure) throw failure;
    const known = name === "dial" ? { ...emptyRow, id } : fake.rows.get(id);
    if (!known) throw new CallsError("call_not_found");
    // A webhook may have changed the row before the dial returns.
    const row = name === "dial" && fake.rows.has(id) ? { ...change, ...fake.rows.get(id) } : change;
    const changed = { ...known, ...row };
    fake.rows.set(id, changed);
    return changed;
  }

  const fake: FakeSignaling = {
    acts: [],
    sent: [],
    followed: new Map(),
    rows: new Map(),
    agentId: fakeAgentId,
    dial: ({ id, to = null, recipient = null, sdp }) =>
      act(
        "dial",
        id,
        {
          direction: "saliente",
          contact_phone: to,
          contact_user_id: recipient,
          user_id: fakeAgentId,
        },
        { sdp, ...(recipient !== null && { recipient }) },
      ),
    claim: (id, sdp) => act("claim", id, { claimed_by: fakeAgentId }, { sdp }),
    preAccept: (id, sdp) => act("preAccept", id, { claimed_by: fakeAgentId }, { sdp }),
    accept: (id, sdp) =>
      act(
        "accept",
        id,
        { status: "en_curso", answered_at: new Date(0).toISOString(), user_id: fakeAgentId },
        { sdp },
      ),
    reject: (id) => act("reject", id, { status: "cancelada", end_reason: "rejected" }),
    hangUp: (id, { keepalive = false } = {}) =>
      act("hangUp", id, {}, { ...(keepalive && { keepalive }) }),
    subscribe(listener) {
      listeners.add(listener);
      for (const [id, session] of offers) fake.tell(id, session);
      return () => listeners.delete(listener);
    },
    follow(id, pace) {
      fake.followed.set(id, pace);
      return () => {
        if (fake.followed.get(id) === pace) fake.followed.delete(id);
      };
    },
    fail: (name, error) => void failures.set(name, error),
    hold(name) {
      let release = () => {};
      holds.set(
        name,
        new Promise((resolve) => {
          release = resolve;
        }),
      );
      return () => {
        holds.delete(name);
        release();
      };
    },
    ring({ id = `c0000000-0000-4000-8000-${String(++count).padStart(12, "0")}`, offer, row } = {}) {
      const session: RemoteSession = { type: "offer", sdp: offer ?? metaOffer };
      fake.rows.set(id, { ...emptyRow, id, ...row });
      offers.set(id, session);
      fake.tell(id, session);
      return id;
    },
    change(id, row, session) {
      fake.rows.set(id, { ...(fake.rows.get(id) ?? { ...emptyRow, id }), ...row });
      fake.tell(id, session);
    },
    tell(id, session) {
      const call = fake.rows.get(id) ?? null;
      for (const listener of listeners) {
        listener.onCall({ id, call, ...(session !== undefined && { session }) });
      }
    },
    remove(id) {
      fake.rows.delete(id);
      offers.delete(id);
      fake.tell(id, null);
    },
    setOnline(isOnline) {
      for (const listener of listeners) listener.onOnline(isOnline);
    },
  };
  return fake;
}
