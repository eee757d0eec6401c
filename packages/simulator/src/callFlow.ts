import type { BusinessNumber, Calls, SimCall } from "./calls.ts";
import type { Cancel, Timers } from "./clock.ts";
import type { ContactBehaviour, SimContact } from "./contacts.ts";
import { createFlatCallId, createWacid } from "./createIds.ts";
import type { CreateFarEnd, FarEnd } from "./farEnd.ts";
import { createWhatsappError } from "./whatsappErrors.ts";

/** Defaults of how fast things happen, in milliseconds. */
export interface Timing {
  /** Between one signal and the next: the dial and its SDP answer, that and the ringing. */
  signalMs: number;
  /** How long it rings before a contact answers or rejects. */
  ringMs: number;
  /** How long a contact talks before hanging up. */
  talkMs: number;
  /** How long it rings when nobody answers. */
  unansweredMs: number;
}

/** What happens to a call; who listens makes webhooks of it. */
export type CallSignal = "connect" | "ringing" | "accepted" | "rejected" | "ended";

interface CallFlowOptions {
  calls: Calls;
  timers: Timers;
  timing: Timing;
  /** What is wrong with an SDP; null when nothing is. */
  findFault: (sdp: string, type: "offer" | "answer") => string | null;
  createFarEnd: CreateFarEnd;
  /** Resolves when the webhooks of the signal were tried once. */
  announce(call: SimCall, signal: CallSignal): Promise<void>;
}

/** Of a contact who cannot be reached: "call setup failed", which only a terminate tells. */
const setupFailed = "138019";

/** The life of calls: the documented sequences of signals, and who may do what when. */
export function createCallFlow({
  calls,
  timers,
  timing,
  findFault,
  createFarEnd,
  announce,
}: CallFlowOptions) {
  function requireSdp(sdp: string, type: "offer" | "answer") {
    const fault = findFault(sdp, type);
    if (fault !== null) throw createWhatsappError("100", `SDP validation error: ${fault}`);
  }

  function create(
    kind: SimCall["kind"],
    direction: SimCall["direction"],
    business: BusinessNumber,
    contact: SimContact,
  ): SimCall {
    if (calls.between(business, contact)) {
      throw createWhatsappError("138003", "A call with this user is going on.");
    }
    const digits = contact.hidePhone ? "0000000000000" : contact.phone.slice(1);
    const call: SimCall = {
      wacid:
        kind === "webrtc" ? createWacid(digits, business.phoneNumber.slice(1)) : createFlatCallId(),
      kind,
      direction,
      business,
      contact,
      state: "connecting",
      dialTime: timers.now(),
      sdp: "",
      cancelNext: () => {},
    };
    calls.set(call.wacid, call);
    return call;
  }

  /** What happens next by itself, unless somebody does something first. */
  function next(call: SimCall, ms: number, step: () => void) {
    call.cancelNext();
    const cancel: Cancel = timers.start(ms, step);
    call.cancelNext = cancel;
  }

  function end(call: SimCall, endedBy: NonNullable<SimCall["endedBy"]>, errorCode?: string) {
    call.cancelNext();
    call.state = "ended";
    call.endTime = timers.now();
    call.endedBy = endedBy;
    call.status = errorCode === undefined ? "COMPLETED" : "FAILED";
    if (errorCode !== undefined) call.errorCode = errorCode;
    void call.farEnd?.close();
    void announce(call, "ended");
  }

  /** A far end that cannot make its SDP ends the call before anybody heard of it. */
  async function negotiate(call: SimCall, makeSdp: (farEnd: FarEnd) => Promise<string>) {
    const farEnd = createFarEnd();
    call.farEnd = farEnd;
    try {
      return await makeSdp(farEnd);
    } catch (cause) {
      Object.assign(call, { state: "ended", endTime: timers.now(), endedBy: "network" });
      await farEnd.close();
      throw createWhatsappError("100", `The far end could not make its SDP: ${cause}`);
    }
  }

  function pickUp(call: SimCall) {
    call.state = "in_progress";
    call.startTime = timers.now();
    next(call, call.contact.talkMs ?? timing.talkMs, () => end(call, "user"));
  }

  function decline(call: SimCall) {
    void announce(call, "rejected");
    end(call, "user");
  }

  function ring(call: SimCall) {
    const { onIncoming, ringMs } = call.contact;
    if (onIncoming === "fail") return end(call, "network", setupFailed);
    call.state = "ringing";
    void announce(call, "ringing");
    const patience = ringMs ?? (onIncoming === "ignore" ? timing.unansweredMs : timing.ringMs);
    next(call, patience, () => {
      if (onIncoming === "ignore") return end(call, "network");
      if (onIncoming === "reject") return decline(call);
      pickUp(call);
      void announce(call, "accepted");
    });
  }

  return {
    /**
     * The business calls: by WebRTC with its SDP offer, by click-to-call with null. `announced` resolves
     * when the first webhook was tried once.
     */
    async dial(business: BusinessNumber, contact: SimContact, sdp: string | null) {
      if (sdp !== null) requireSdp(sdp, "offer");
      const kind = sdp === null ? "click_to_call" : "webrtc";
      const call = create(kind, "BUSINESS_INITIATED", business, contact);
      if (sdp !== null) call.sdp = await negotiate(call, (farEnd) => farEnd.answer(sdp));
      const announced = new Promise<void>((resolve) => {
        next(call, timing.signalMs, () => {
          void announce(call, "connect").then(resolve);
          next(call, timing.signalMs, () => ring(call));
        });
      });
      return { call, announced };
    },

    /** A WhatsApp user calls the business. */
    async callBusiness(
      contact: SimContact,
      business: BusinessNumber,
      behaviour: Pick<ContactBehaviour, "ringMs" | "talkMs">,
    ) {
      const call = create("webrtc", "USER_INITIATED", business, { ...contact, ...behaviour });
      call.sdp = await negotiate(call, (farEnd) => farEnd.offer());
      call.state = "ringing";
      void announce(call, "connect");
      next(call, call.contact.ringMs ?? timing.unansweredMs, () => end(call, "user"));
      return call;
    },

    preAccept(call: SimCall, sdp: string) {
      requireRinging(call);
      requireSdp(sdp, "answer");
      requireSameSdp(call, sdp);
      call.preAccepted = sdp;
    },

    async accept(call: SimCall, sdp: string) {
      requireRinging(call);
      requireSdp(sdp, "answer");
      requireSameSdp(call, sdp);
      pickUp(call);
      await call.farEnd?.accept(sdp);
    },

    reject(call: SimCall) {
      requireRinging(call);
      end(call, "business");
    },

    terminate(call: SimCall) {
      requireLive(call);
      end(call, "business");
    },

    /** The user hangs up; while the business's call rings that is a refusal. */
    hangUp(call: SimCall) {
      requireLive(call);
      const isUnanswered = call.direction === "BUSINESS_INITIATED" && call.startTime === undefined;
      if (isUnanswered) decline(call);
      else end(call, "user");
    },
  };
}

function requireSameSdp(call: SimCall, sdp: string) {
  if (call.preAccepted !== undefined && call.preAccepted !== sdp) {
    throw createWhatsappError(
      "100",
      "The SDP answer does not match the one given in the pre-accept of the same call.",
    );
  }
}

function requireLive(call: SimCall) {
  if (call.state === "ended") throw createWhatsappError("100", "The call has ended already.");
}

/** Pre-accept, accept and reject are for a user's call that nobody has answered yet. */
function requireRinging(call: SimCall) {
  requireLive(call);
  if (call.direction !== "USER_INITIATED") {
    throw createWhatsappError("100", "The call was not initiated by a user.");
  }
  if (call.state !== "ringing") {
    throw createWhatsappError("100", "The call is already in progress.");
  }
}
