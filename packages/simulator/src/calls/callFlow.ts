import type { Cancel, Timers } from "../lib/clock.ts";
import { createFlatCallId, createWacid } from "../lib/createIds.ts";
import type { FarEnd, Voice } from "../media/farEnd.ts";
import type { ContactBehaviour, SimContact } from "../parties/contacts.ts";
import type { Tape } from "../recording/createTape.ts";
import type { BusinessNumber, Calls, SimCall } from "./calls.ts";
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
  /** After the pickup a business that sent no media yet loses the call. Needs a far end with media. */
  firstMediaMs: number;
  /** And so does one that stops sending for so long. */
  mediaGapMs: number;
}

/** What happens to a call; who listens makes webhooks of it. */
export type CallSignal = "connect" | "ringing" | "accepted" | "rejected" | "ended";

interface CallFlowOptions {
  calls: Calls;
  timers: Timers;
  timing: Timing;
  /** What is wrong with an SDP; null when nothing is. */
  findFault: (sdp: string, type: "offer" | "answer") => string | null;
  createFarEnd(): FarEnd;
  /** Of a call that is over. */
  keepTape(call: SimCall, tape: Tape): void;
  /** Resolves when the webhooks of the signal were tried once. */
  announce(call: SimCall, signal: CallSignal): Promise<void>;
}

/** The business sent no media (Meta, "Troubleshooting"). */
const mediaReceiveTimeout = "138021";
/** Of a contact who cannot be reached: "call setup failed", which only a terminate tells. */
const setupFailed = "138019";

/** The life of calls: the documented sequences of signals, and who may do what when. */
export function createCallFlow({
  calls,
  timers,
  timing,
  findFault,
  createFarEnd,
  keepTape,
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
    dismissFarEnd(call);
    void announce(call, "ended");
  }

  /** What it said and heard stays known. */
  function dismissFarEnd(call: SimCall) {
    call.cancelWatch?.();
    call.media = call.farEnd?.report() ?? null;
    const tape = call.farEnd?.tape?.();
    if (tape) keepTape(call, tape);
    void call.farEnd?.close();
    delete call.farEnd;
  }

  /** A far end that cannot make its SDP ends the call before anybody heard of it. */
  async function negotiate(call: SimCall, makeSdp: (farEnd: FarEnd) => Promise<string>) {
    const farEnd = createFarEnd();
    call.farEnd = farEnd;
    try {
      call.sdp = await makeSdp(farEnd);
    } catch (cause) {
      // It may be that it could not because the call was ended meanwhile.
      requireLive(call);
      Object.assign(call, { state: "ended", endTime: timers.now(), endedBy: "network" });
      dismissFarEnd(call);
      throw createWhatsappError("100", `The far end could not make its SDP: ${cause}`);
    }
    requireLive(call);
  }

  /** Media come up with the first answer, be it the pre-accept's. One that is no good may be given anew. */
  async function join(call: SimCall, sdp: string) {
    requireRinging(call);
    requireSdp(sdp, "answer");
    requireSameSdp(call, sdp);
    call.answer ??= { sdp, joined: call.farEnd?.accept(sdp) ?? Promise.resolve() };
    try {
      await call.answer.joined;
    } catch (cause) {
      delete call.answer;
      throw createWhatsappError("100", `SDP validation error: ${cause}`);
    }
    // Somebody else may have been faster.
    requireRinging(call);
  }

  function pickUp(call: SimCall) {
    const { voice = "clip", talkMs, onIncoming } = call.contact;
    call.state = "in_progress";
    call.startTime = timers.now();
    call.cancelNext();
    const patience = talkMs ?? (onIncoming === "manual" ? null : timing.talkMs);
    if (patience !== null) next(call, patience, () => end(call, "user"));
    call.farEnd?.speak(voice);
    watchMedia(call);
  }

  /** WhatsApp drops a call whose business sends no media (Meta, "Integration patterns"). */
  function watchMedia(call: SimCall) {
    const report = call.farEnd?.report();
    if (!report || call.startTime === undefined) return;
    const deadline =
      report.lastPacketAt === null
        ? call.startTime + timing.firstMediaMs
        : Math.max(report.lastPacketAt, call.startTime) + timing.mediaGapMs;
    const left = deadline - timers.now();
    if (left <= 0) return end(call, "network", mediaReceiveTimeout);
    call.cancelWatch = timers.start(left, () => watchMedia(call));
  }

  function answerBusiness(call: SimCall) {
    pickUp(call);
    void announce(call, "accepted");
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
    const isLeftAlone = onIncoming === "ignore" || onIncoming === "manual";
    next(call, ringMs ?? (isLeftAlone ? timing.unansweredMs : timing.ringMs), () => {
      if (isLeftAlone) return end(call, "network");
      if (onIncoming === "reject") return decline(call);
      answerBusiness(call);
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
      if (sdp !== null) await negotiate(call, (farEnd) => farEnd.answer(sdp));
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
      behaviour: Pick<ContactBehaviour, "ringMs" | "talkMs" | "voice">,
    ) {
      const call = create("webrtc", "USER_INITIATED", business, { ...contact, ...behaviour });
      await negotiate(call, (farEnd) => farEnd.offer());
      call.state = "ringing";
      void announce(call, "connect");
      next(call, call.contact.ringMs ?? timing.unansweredMs, () => end(call, "user"));
      return call;
    },

    preAccept: join,

    async accept(call: SimCall, sdp: string) {
      await join(call, sdp);
      pickUp(call);
    },

    reject(call: SimCall) {
      requireRinging(call);
      end(call, "business");
    },

    terminate(call: SimCall) {
      requireLive(call);
      end(call, "business");
    },

    /** The user answers the business's call. */
    answer(call: SimCall) {
      requireLive(call);
      if (call.direction !== "BUSINESS_INITIATED" || call.state !== "ringing") {
        throw createWhatsappError("100", "The call does not ring at the user's.");
      }
      call.cancelNext();
      answerBusiness(call);
    },

    /** What the user says from now on. */
    speak(call: SimCall, voice: Voice) {
      requireLive(call);
      call.contact = { ...call.contact, voice };
      if (call.startTime !== undefined) call.farEnd?.speak(voice);
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
  if (call.answer !== undefined && call.answer.sdp !== sdp) {
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
