// Webhooks.

export { type CallLeg, withLeg } from "./webhooks/callLegs.ts";
export { type TwilioWebhooksOptions, twilioWebhooks } from "./webhooks/twilioWebhooks.ts";

// The client, and the call provider built on it.

export type {
  CallsApi,
  CreateCallInput,
  TwilioCall,
  TwilioCallStatus,
} from "./api/calls.ts";
export type { RecordingsApi } from "./api/recordings.ts";
export type { TwilioClientOptions, TwilioCredentials } from "./clientOptions.ts";
export { createTwilioClient, type TwilioClient } from "./createTwilioClient.ts";
export {
  type AgentDial,
  createTwilioProvider,
  type TwilioProviderOptions,
} from "./createTwilioProvider.ts";

// Incoming calls, and TwiML.

export {
  createVoiceHandler,
  type VoiceHandlerOptions,
  type VoiceRequest,
} from "./createVoiceHandler.ts";
export {
  type CallProgressEvent,
  type DialAttributes,
  type LegCallbacks,
  type RecordAttributes,
  type RecordingTrack,
  type SayAttributes,
  type TwimlElement,
  type TwimlNoun,
  type TwimlVerb,
  twiml,
} from "./twiml/twiml.ts";

// The call button of a message.

export { type CallButtonContent, createCallButtonContent } from "./createCallButtonContent.ts";

// Errors.

export { twilioErrors } from "./errorTables.ts";
export { isTwilioError, TwilioError, type TwilioErrorFacts } from "./twilioError.ts";
