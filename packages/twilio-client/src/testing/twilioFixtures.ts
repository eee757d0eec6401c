/** The parameters of a webhook, as Twilio sends them in a form. */
export type TwilioWebhook = Readonly<Record<string, string>>;

/** The people and ids in the fixtures. All are invented. */
export const twilioParties = {
  accountSid: "AC00000000000000000000000000000001",
  incoming: "CA00000000000000000000000000000001",
  outgoing: "CA00000000000000000000000000000002",
  contactLeg: "CA00000000000000000000000000000003",
  agentLeg: "CA00000000000000000000000000000004",
  recording: "RE00000000000000000000000000000001",
  contact: "whatsapp:+5215550000101",
  business: "whatsapp:+525550000200",
  agent: "client:ana",
} as const;

const { incoming, outgoing, contact, business } = twilioParties;

/**
 * Makes a status callback of a call's leg.
 *
 * @example
 * twilioEvent("completed", { CallDuration: "42", SequenceNumber: "3" });
 */
export function twilioEvent(CallStatus: string, parameters: TwilioWebhook = {}): TwilioWebhook {
  return {
    CallSid: incoming,
    AccountSid: twilioParties.accountSid,
    From: contact,
    To: business,
    Direction: "inbound",
    ApiVersion: "2010-04-01",
    CallStatus,
    Timestamp: "Thu, 26 Nov 2026 10:00:00 +0000",
    CallbackSource: "call-progress-events",
    SequenceNumber: "0",
    ...parameters,
  };
}

/** The leg to the contact of a call that we dialled without ringing an agent first. */
const out = { CallSid: outgoing, From: business, To: contact, Direction: "outbound-api" };
/** The leg to the contact that `<Dial><WhatsApp>` makes after the agent's leg. */
const contactLeg = {
  ...out,
  CallSid: twilioParties.contactLeg,
  ParentCallSid: outgoing,
  Direction: "outbound-dial",
};
const recording = {
  AccountSid: twilioParties.accountSid,
  CallSid: incoming,
  RecordingSid: twilioParties.recording,
  RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${twilioParties.accountSid}/Recordings/${twilioParties.recording}`,
  RecordingChannels: "2",
  RecordingSource: "DialVerb",
  RecordingStartTime: "Thu, 26 Nov 2026 10:00:04 +0000",
};

/** One webhook for each value that Twilio documents for status callbacks and recordings, and for each leg. */
export const twilioFixtures = {
  // The request for TwiML has no time and no sequence number.
  voice: {
    CallSid: incoming,
    AccountSid: twilioParties.accountSid,
    From: contact,
    To: business,
    Direction: "inbound",
    ApiVersion: "2010-04-01",
    CallStatus: "ringing",
  },
  queued: twilioEvent("queued", out),
  initiated: twilioEvent("initiated", out),
  ringing: twilioEvent("ringing", { ...out, SequenceNumber: "1" }),
  answered: twilioEvent("in-progress", { ...out, SequenceNumber: "2" }),
  completed: twilioEvent("completed", {
    ...out,
    SequenceNumber: "3",
    CallDuration: "42",
    Duration: "1",
    SipResponseCode: "200",
    RecordingSid: twilioParties.recording,
    RecordingUrl: recording.RecordingUrl,
    RecordingDuration: "41",
  }),
  busy: twilioEvent("busy", { ...out, SequenceNumber: "2", SipResponseCode: "486" }),
  failed: twilioEvent("failed", { ...out, SequenceNumber: "1", SipResponseCode: "404" }),
  "failed-permission": twilioEvent("failed", {
    ...out,
    SequenceNumber: "1",
    ErrorCode: "37000",
    ErrorMessage: "Call permission not granted by consumer",
  }),
  "no-answer": twilioEvent("no-answer", { ...out, SequenceNumber: "2", SipResponseCode: "487" }),
  canceled: twilioEvent("canceled", { ...out, SequenceNumber: "2", SipResponseCode: "487" }),
  "incoming-completed": twilioEvent("completed", { SequenceNumber: "3", CallDuration: "42" }),
  "incoming-no-answer": twilioEvent("no-answer", { SequenceNumber: "3" }),
  "contact-leg-answered": twilioEvent("in-progress", { ...contactLeg, SequenceNumber: "2" }),
  "contact-leg-completed": twilioEvent("completed", {
    ...contactLeg,
    SequenceNumber: "3",
    CallDuration: "42",
  }),
  "agent-leg-answered": twilioEvent("in-progress", {
    CallSid: twilioParties.agentLeg,
    ParentCallSid: incoming,
    To: twilioParties.agent,
    Direction: "outbound-dial",
    SequenceNumber: "2",
  }),
  "agent-leg-no-answer": twilioEvent("no-answer", {
    CallSid: twilioParties.agentLeg,
    ParentCallSid: incoming,
    To: twilioParties.agent,
    Direction: "outbound-dial",
    SequenceNumber: "2",
  }),
  "agent-first-answered": twilioEvent("in-progress", { ...out, To: twilioParties.agent }),
  "agent-first-no-answer": twilioEvent("no-answer", { ...out, To: twilioParties.agent }),
  "agent-first-completed": twilioEvent("completed", {
    ...out,
    To: twilioParties.agent,
    CallDuration: "50",
  }),
  "dial-completed": {
    CallSid: incoming,
    AccountSid: twilioParties.accountSid,
    From: contact,
    To: business,
    Direction: "inbound",
    CallStatus: "in-progress",
    DialCallStatus: "completed",
    DialCallSid: twilioParties.agentLeg,
    DialCallDuration: "40",
  },
  "dial-no-answer": {
    CallSid: incoming,
    AccountSid: twilioParties.accountSid,
    From: contact,
    To: business,
    Direction: "inbound",
    CallStatus: "in-progress",
    DialCallStatus: "no-answer",
  },
  // TwiML answered: a greeting, or a `<Dial>` that rings agents without `answerOnBridge`.
  "incoming-answered": twilioEvent("in-progress", { SequenceNumber: "2" }),
  // The request to the `action` of a `<Record>`: the contact left a voice message.
  "voice-message": {
    CallSid: incoming,
    AccountSid: twilioParties.accountSid,
    From: contact,
    To: business,
    Direction: "inbound",
    CallStatus: "in-progress",
    RecordingSid: twilioParties.recording,
    RecordingUrl: recording.RecordingUrl,
    RecordingDuration: "12",
    Digits: "hangup",
  },
  "recording-in-progress": { ...recording, RecordingStatus: "in-progress" },
  "recording-completed": {
    ...recording,
    RecordingStatus: "completed",
    RecordingDuration: "41",
    ErrorCode: "0",
  },
  "recording-absent": { ...recording, RecordingStatus: "absent", ErrorCode: "16101" },
  "recording-failed": { ...recording, RecordingStatus: "failed" },
  transcription: {
    AccountSid: twilioParties.accountSid,
    CallSid: incoming,
    TranscriptionSid: "TR00000000000000000000000000000001",
    TranscriptionStatus: "completed",
    TranscriptionText: "Hola, gracias por llamar.",
    RecordingSid: twilioParties.recording,
  },
  amd: {
    AccountSid: twilioParties.accountSid,
    CallSid: outgoing,
    AnsweredBy: "machine_start",
    MachineDetectionDuration: "3500",
  },
  // A callback as it was captured in 2018, with other numbers.
  captured: {
    Called: "+5511000000000",
    ToState: "SP",
    CallerCountry: "US",
    Direction: "outbound-api",
    Timestamp: "Sun, 25 Mar 2018 09:53:19 +0000",
    CallbackSource: "call-progress-events",
    SequenceNumber: "3",
    To: "+5511000000000",
    CallSid: "CA00000000000000000000000000000000",
    ToCountry: "BR",
    ApiVersion: "2010-04-01",
    CallStatus: "completed",
    Duration: "1",
    From: "+16460000000",
    CallDuration: "49",
    AccountSid: "AC00000000000000000000000000000000",
    AnsweredBy: "human",
  },
} as const satisfies Record<string, TwilioWebhook>;
export type TwilioFixtureName = keyof typeof twilioFixtures;
