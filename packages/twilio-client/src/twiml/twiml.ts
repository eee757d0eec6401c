import { type CallLeg, withLeg } from "../webhooks/callLegs.ts";
import { escapeXml } from "./escapeXml.ts";

/** The progress of a leg that a status callback may report. */
export type CallProgressEvent = "initiated" | "ringing" | "answered" | "completed";
export const callProgressEvents: readonly CallProgressEvent[] = [
  "initiated",
  "ringing",
  "answered",
  "completed",
];

/** An element of TwiML. The functions of `twiml` make it, so its text is always escaped. */
export interface TwimlElement<Kind extends "verb" | "noun" = "verb" | "noun"> {
  readonly kind: Kind;
  readonly xml: string;
}
export type TwimlVerb = TwimlElement<"verb">;
/** What a `<Dial>` dials. */
export type TwimlNoun = TwimlElement<"noun">;

/** Where Twilio reports the progress of a leg. The address gets the name of the leg, so that `twilioWebhooks` knows it. */
export interface LegCallbacks {
  /** The address of your webhooks. */
  statusCallback?: string;
  /** Default: all. Twilio's own default is `completed` alone. */
  statusCallbackEvent?: readonly CallProgressEvent[];
}

export type RecordingTrack = "record-from-answer-dual" | "record-from-ringing-dual";

export interface DialAttributes {
  /**
   * What the dialled party sees. Our number for a `whatsapp` noun: `whatsapp:+525512345678`. A number of the account for a
   * `number` noun. For `client` and `sip`, any number or name; without it, Twilio shows the caller's address.
   */
  callerId?: string;
  /** The caller hears ringing, and the first leg counts as answered only when the dialled party answers. */
  answerOnBridge?: boolean;
  /** How long the dialled party is rung, in seconds. */
  timeout?: number;
  record?: RecordingTrack;
  /** Where Twilio reports that the recording is available. */
  recordingStatusCallback?: string;
  /** Where Twilio asks for TwiML after the end of the dialling. */
  action?: string;
}

export interface SayAttributes {
  /** Such as `es-MX`. */
  language?: string;
  voice?: string;
  loop?: number;
}

export interface RecordAttributes {
  action?: string;
  /** The longest recording in seconds. */
  maxLength?: number;
  /** The silence in seconds that ends the recording. */
  timeout?: number;
  playBeep?: boolean;
  finishOnKey?: string;
  recordingStatusCallback?: string;
}

type Attributes = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

function element(name: string, attributes: object, content: string): string {
  const written = Object.entries(attributes as Attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml([value].flat().join(" "))}"`)
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

const verb = (name: string, attributes: object, content = ""): TwimlVerb => ({
  kind: "verb",
  xml: element(name, attributes, content),
});

const noun =
  (name: string, leg: CallLeg) =>
  (address: string, { statusCallback, statusCallbackEvent }: LegCallbacks = {}): TwimlNoun => {
    const callbacks =
      statusCallback === undefined
        ? {}
        : {
            statusCallback: withLeg(statusCallback, leg),
            statusCallbackEvent: statusCallbackEvent ?? callProgressEvents,
          };
    return { kind: "noun", xml: element(name, callbacks, escapeXml(address)) };
  };

const join = (elements: readonly TwimlElement[]) => elements.map(({ xml }) => xml).join("");

/**
 * Writes TwiML, the answers with which Twilio is told what to do with a call. All functions are pure.
 *
 * @example
 * twiml.response(
 *   twiml.say("Un momento, por favor.", { language: "es-MX" }),
 *   twiml.dial([twiml.client("ana", { statusCallback })], { answerOnBridge: true }),
 * );
 */
export const twiml = {
  /** Writes a whole document. Without verbs, Twilio hangs up. */
  response: (...verbs: readonly TwimlVerb[]): string =>
    `<?xml version="1.0" encoding="UTF-8"?>${element("Response", {}, join(verbs))}`,

  /** Dials the nouns at the same time; the first who answers gets the call. */
  dial: (nouns: readonly TwimlNoun[], attributes: DialAttributes = {}): TwimlVerb =>
    verb("Dial", attributes, join(nouns)),
  /** A contact on WhatsApp, in E.164 with `+`. */
  whatsapp: noun("WhatsApp", "contact"),
  /** An agent's phone, in E.164 with `+`. Meta forbids the telephone network (PSTN) on any leg of a WhatsApp call. */
  number: noun("Number", "agent"),
  /** An agent's browser or app with Twilio's Voice SDK: the identity, such as `ana`. */
  client: noun("Client", "agent"),
  /** An agent's SIP device, such as `sip:ana@example.com`. */
  sip: noun("Sip", "agent"),

  say: (text: string, attributes: SayAttributes = {}): TwimlVerb =>
    verb("Say", attributes, escapeXml(text)),
  /** Records the caller, such as a voice message outside of the business hours. */
  record: (attributes: RecordAttributes = {}): TwimlVerb => verb("Record", attributes),
  /** Refuses an incoming call without answering it. It must be the first verb. Default: `rejected`. */
  reject: (reason?: "rejected" | "busy"): TwimlVerb => verb("Reject", { reason }),
  hangup: (): TwimlVerb => verb("Hangup", {}),
} as const;
