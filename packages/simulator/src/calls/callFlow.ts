import type { Cancel, Timers } from "../lib/clock.ts";
import { createFlatCallId, createWacid, digitsOf } from "../lib/createIds.ts";
import type { FarEnd, Voice } from "../media/farEnd.ts";
import type { ContactBehaviour, SimContact } from "../parties/contacts.ts";
import type { Tape } from "../recording/createTape.ts";
import type { BusinessNumber, CallExtras, Calls, SimCall } from "./calls.ts";
import { WhatsappError } from "./whatsappErrors.ts";

/** Default durations, in milliseconds. */
export interface Timing {
  /** From the dial to the SDP answer, and again from the SDP answer to the ringing. */
  signalMs: number;
  /** From the ringing to the contact's answer or refusal. */
  ringMs: number;
  /** From the pickup to the contact's hang-up. */
  talkMs: number;
  /** From the ringing to the end of a call that nobody answers. */
  unansweredMs: number;
  /** From the pickup to the end of a call in which the business sends no media. Has no effect without media. */
  firstMediaMs: number;
  /** From the last packet of the business to the end of the call, if no packet follows. */
  mediaGapMs: number;
}

/** What happens to a call. The listener sends the webhooks. */
export type CallSignal = "connect" | "ringing" | "accepted" | "rejected" | "ended";

interface CallFlowOptions {
  calls: Calls;
  timers: Timers;
  timing: Timing;
  /** Returns what is wrong with an SDP, or null if it is valid. */
  findFault: (sdp: string, type: "offer" | "answer") => string | null;
  createFarEnd(): FarEnd;
  /** Keeps the tape of a call that has ended. */
  keepTape(call: SimCall, tape: Tape): void;
  /** Sends the signal's webhooks. Resolves after the first delivery attempt of each one. */
  announce(call: SimCall, signal: CallSignal): Promise<void>;
}

/** The error code of a call in which the business sends no media (Meta, "Troubleshooting"). */
const mediaReceiveTimeout = "138021";
/** The error code "Call setup failed", for a contact who cannot be reached. Only the terminate event contains it. */
const setupFailed = "138019";

/** Creates the acts of calls. It implements the documented sequences of signals, and the acts that each state allows. */
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
    if (fault !== null) throw new WhatsappError("100", `SDP validation error: ${fault}`);
  }

  function create(
    kind: SimCall["kind"],
    direction: SimCall["direction"],
    business: BusinessNumber,
    contact: SimContact,
  ): SimCall {
    if (calls.between(business, contact)) {
      throw new WhatsappError("138003", "There is already a call with this user.");
    }
    const call: SimCall = {
      wacid:
        kind === "webrtc"
          ? createWacid(digitsOf(contact), business.phoneNumber.slice(1))
          : createFlatCallId(),
      kind,
      direction,
      business,
      contact,
      state: "connecting",
      dialTime: timers.now(),
      extras: {},
      sdp: "",
      cancelNext: () => {},
    };
    calls.set(call.wacid, call);
    return call;
  }

  /** Schedules the next step of a call. An act that comes first cancels it. */
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

  /** Closes the far end and keeps its report. */
  function dismissFarEnd(call: SimCall) {
    call.cancelWatch?.();
    call.media = call.farEnd?.report() ?? null;
    const tape = call.farEnd?.tape?.();
    if (tape) keepTape(call, tape);
    void call.farEnd?.close();
    delete call.farEnd;
  }

  /** Creates the far end and its SDP. If that fails, the call ends before its first webhook. */
  async function negotiate(call: SimCall, makeSdp: (farEnd: FarEnd) => Promise<string>) {
    const farEnd = createFarEnd();
    call.farEnd = farEnd;
    try {
      call.sdp = await makeSdp(farEnd);
    } catch (cause) {
      // If the call has ended in the meantime, its far end is closed, and its error says nothing.
      requireLive(call);
      Object.assign(call, { state: "ended", endTime: timers.now(), endedBy: "network" });
      dismissFarEnd(call);
      throw new WhatsappError("100", `The far end could not make its SDP: ${cause}`);
    }
    requireLive(call);
  }

  /** Connects the media with the SDP answer of the pre-accept or the accept. A further answer may replace an invalid one. */
  async function join(call: SimCall, sdp: string) {
    requireRinging(call);
    requireSdp(sdp, "answer");
    requireSameSdp(call, sdp);
    call.answer ??= { sdp, joined: call.farEnd?.accept(sdp) ?? Promise.resolve() };
    try {
      await call.answer.joined;
    } catch (cause) {
      delete call.answer;
      throw new WhatsappError("100", `SDP validation error: ${cause}`);
    }
    // Another act may have changed the call in the meantime.
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

  /** Ends the call if the business sends no media, as WhatsApp does (Meta, "Integration patterns"). */
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
     * The business calls a contact: over WebRTC with an SDP offer, or by click-to-call if `sdp` is null. `announced`
     * resolves after the first delivery attempt of the first webhook.
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
      extras: CallExtras = {},
    ) {
      const call = create("webrtc", "USER_INITIATED", business, { ...contact, ...behaviour });
      call.extras = extras;
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
        throw new WhatsappError("100", "The user's phone is not ringing for this call.");
      }
      call.cancelNext();
      answerBusiness(call);
    },

    /** Changes the user's voice. */
    speak(call: SimCall, voice: Voice) {
      requireLive(call);
      call.contact = { ...call.contact, voice };
      if (call.startTime !== undefined) call.farEnd?.speak(voice);
    },

    /** The user hangs up, or refuses the business's call if it still rings. */
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
    throw new WhatsappError(
      "100",
      "The SDP answer does not match the one given in the pre-accept of the same call.",
    );
  }
}

function requireLive(call: SimCall) {
  if (call.state === "ended") throw new WhatsappError("100", "The call has already ended.");
}

/** Pre-accept, accept and reject are allowed only for a user's call that nobody has answered yet. */
function requireRinging(call: SimCall) {
  requireLive(call);
  if (call.direction !== "USER_INITIATED") {
    throw new WhatsappError("100", "The call was not initiated by a user.");
  }
  if (call.state !== "ringing") {
    throw new WhatsappError("100", "The call is already in progress.");
  }
}
