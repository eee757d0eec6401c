// Webhooks: the endpoint, the sources, and each step as a function.

export { isAboutCalls } from "./events/isAboutCalls.ts";
export { stripSdp } from "./events/stripSdp.ts";
export { type FlatWebhooksOptions, flatWebhooks } from "./flat/flatWebhooks.ts";
export { createWebhookHandler, type WebhookHandlerDeps } from "./http/createWebhookHandler.ts";
export { type MetaWebhooksOptions, metaWebhooks } from "./meta/metaWebhooks.ts";
export { type ParseWebhookOptions, parseWebhook } from "./parseWebhook.ts";
export { sha256Hex } from "./signature/hash.ts";
export { type VerifyWebhookOptions, verifyWebhook, type WebhookScheme } from "./verifyWebhook.ts";
export { type YcloudWebhooksOptions, ycloudWebhooks } from "./ycloud/ycloudWebhooks.ts";

// Calls over HTTP, and the use cases behind the routes.

export { type CallHandlerDeps, createCallHandler } from "./http/createCallHandler.ts";
export { createHealthHandler, type HealthDeps } from "./http/createHealthHandler.ts";
export { createMediaHandler, type MediaHandlerDeps } from "./http/createMediaHandler.ts";
export {
  type AnswerAct,
  acceptCall,
  claimCall,
  preAcceptCall,
  rejectCall,
} from "./useCases/answerCall.ts";
export { type ArchiveOptions, type ArchiveSummary, archiveMedia } from "./useCases/archiveMedia.ts";
export type { AvailabilityOptions, CallAct, CallDeps } from "./useCases/callDeps.ts";
export {
  type AgentCallHours,
  changeCallHours,
  fetchCallHours,
} from "./useCases/changeCallHours.ts";
export type { ProviderDeps } from "./useCases/chooseProvider.ts";
export { type DialInput, type Dialled, dialCall } from "./useCases/dialCall.ts";
export { type ErasedData, eraseContact } from "./useCases/eraseContact.ts";
export { type AvailabilityQuery, fetchAvailability } from "./useCases/fetchAvailability.ts";
export { fetchMedia, type MediaAct } from "./useCases/fetchMedia.ts";
export { findPermission, type PermissionTarget } from "./useCases/findPermission.ts";
export { hangUpCall } from "./useCases/hangUpCall.ts";
export type { MediaArchive, MediaDeps } from "./useCases/mediaDeps.ts";
export { observeProvider, observeStore } from "./useCases/observe.ts";
export type { DialTarget } from "./useCases/readContact.ts";
export { removeMedia } from "./useCases/removeMedia.ts";
export {
  type RequestedPermission,
  type RequestPermissionInput,
  requestPermission,
} from "./useCases/requestPermission.ts";
export { retryMedia } from "./useCases/retryMedia.ts";
export { type SavedCallHours, setCallHours } from "./useCases/setCallHours.ts";
export { takeWebhook, type WebhookDeps } from "./useCases/takeWebhook.ts";

// Credentials for a TURN server.

export {
  createTurnCredentials,
  type TurnCredentialsOptions,
} from "./turn/createTurnCredentials.ts";

// Ports: the interfaces that an application or an adapter implements.

export type { Authenticate } from "./ports/authenticator.ts";
export type {
  AccountReading,
  CallProvider,
  DialledCall,
  PermissionMessage,
  PermissionReading,
  ProviderAnswer,
  ProviderCall,
  Recipient,
} from "./ports/callProvider.ts";
export type {
  Agent,
  AttachCallInput,
  BeginCallInput,
  BeginCallRefusal,
  BeginCallResult,
  BeginPermissionRequestInput,
  BeginPermissionRequestResult,
  CallStore,
  ClaimInput,
  ClaimResult,
  DialledContact,
  EventOutcome,
  EventRecord,
  FindAvailabilityInput,
  FindAvailabilityResult,
  FindPermissionResult,
  Inbox,
  NumberRefusal,
  PermissionInput,
  RecordedEvent,
  SweepOptions,
  SweepResult,
} from "./ports/callStore.ts";
export { type Clock, systemClock } from "./ports/clock.ts";
export type { IceServer, IceServerList, ProvideIceServers } from "./ports/iceServers.ts";
export { consoleLog, type Log } from "./ports/log.ts";
export { logEvents } from "./ports/logEvents.ts";
export type {
  CallMedia,
  ErasedContact,
  LeasedMedia,
  MediaQueue,
  MediaRemoval,
  MediaResult,
  MediaSettlement,
} from "./ports/mediaQueue.ts";
export type { MediaStorage } from "./ports/mediaStorage.ts";
export type {
  CallRow,
  DialRequest,
  RemoteCall,
  RemoteSession,
  Signaling,
  SignalingListener,
} from "./ports/signaling.ts";
export type {
  MediaArchivedEvent,
  OnEvent,
  ProblemEvent,
  ProviderAskedEvent,
  RequestHandledEvent,
  StoreAskedEvent,
  TelemetryEvent,
  ToldError,
  WebhookHandledEvent,
} from "./ports/telemetry.ts";
export type { WebhookDelivery, WebhookSource } from "./ports/webhookSource.ts";

// Availability: whether a number may call and be called, and its business hours.

export {
  type AvailabilityReasonCode,
  availabilityReasonCodes,
  availabilityReasons,
  availabilitySentence,
  type PreventedCalls,
} from "./availability/availabilityReasons.ts";
export {
  checkOutboundAvailability,
  type OutboundAvailability,
  type OutboundReason,
} from "./availability/checkOutboundAvailability.ts";
export {
  type Availability,
  type AvailabilityReason,
  type AvailabilityState,
  deriveAvailability,
  type PickupRate,
} from "./availability/deriveAvailability.ts";
export { findOpening } from "./availability/findOpening.ts";
export { isOpen } from "./availability/isOpen.ts";
export { outboundCountries } from "./availability/outboundCountries.ts";
export { defaultPickupWarning, type PickupWarning } from "./availability/pickupWarning.ts";
export {
  callHoursLimits,
  type ProviderHours,
  writeProviderHours,
} from "./availability/providerHours.ts";
export type { PickupCount, PickupPeriod } from "./rules/pickups.ts";
export type {
  AccountFacts,
  CallHours,
  CallRestriction,
  DatedFact,
  Holiday,
  OpenInterval,
  PermissionTemplate,
  Weekday,
} from "./vocabulary/account.ts";

// Phone numbers and user ids.

export { isUserId } from "./phone/isUserId.ts";
export { maskPhone } from "./phone/maskPhone.ts";
export { type NormalizePhoneOptions, normalizePhone } from "./phone/normalizePhone.ts";
export { arePhoneAliases, phoneAliases } from "./phone/phoneAliases.ts";

// Entry points: call links and call buttons, and the payloads that come back with a call.

export { createCallLink } from "./phone/createCallLink.ts";
export type { CallButtonMessage, CallButtonParameters } from "./transport/callMessages.ts";
export {
  type CallButtonOptions,
  type CallTemplateButton,
  createCallButton,
  createCallButtonParameters,
  createCallTemplateButton,
} from "./transport/createCallButton.ts";
export { callButtonLimits } from "./vocabulary/callButtonLimits.ts";
export { type EntryPoint, entryColumns, entryPoints, findEntry } from "./vocabulary/callEntry.ts";

// The status machine.

export { deriveStatus, type StatusFacts } from "./status/deriveStatus.ts";
export { type ReduceOutcome, reduceCall } from "./status/reduceCall.ts";

// The permission to call a contact.

export { permissionLimits } from "./rules/permissionLimits.ts";
export type { PermissionRequest } from "./rules/permissionRequests.ts";
export type { PermissionStatus, PermissionVerdict } from "./rules/permissions.ts";
export { type PermissionFacts, readCallPermission } from "./rules/readCallPermission.ts";

// Questions about the row of a call.

export { isLogged, isPending } from "./rules/callIds.ts";
export { isMissed, isTalk } from "./rules/callRules.ts";
export { type MediaKind, type MediaStatus, mediaBucket, retriableMedia } from "./rules/media.ts";
export type { SweepLimits } from "./rules/sweeps.ts";

// Transcripts.

export {
  type CallTranscript,
  readTranscript,
  type TranscriptSegment,
  type TranscriptWord,
} from "./events/readTranscript.ts";

// The vocabulary of a call.

export type {
  AcceptedEvent,
  AccountEvent,
  AnswerEvent,
  AnsweredEvent,
  AttachedEvent,
  Business,
  CallEvent,
  CallEventKind,
  CallSession,
  Contact,
  ContactChangeEvent,
  DeclinedEvent,
  DialledEvent,
  ExpiredEvent,
  HangupEvent,
  OfferEvent,
  OwnEvent,
  PermissionEvent,
  PermissionRequestEvent,
  ProviderEvent,
  ProviderName,
  RecordingEvent,
  RefusedEvent,
  RejectedEvent,
  RingingEvent,
  StoredEvent,
  TerminatedEvent,
  TranscriptEvent,
  UnknownEvent,
} from "./vocabulary/callEvent.ts";
export type { Call, CallFacts } from "./vocabulary/callFacts.ts";
export {
  type CallPermission,
  type CallPermissionStatus,
  callPermissionStatuses,
  type RequestStatus,
} from "./vocabulary/callPermission.ts";
export {
  type CallDirection,
  type CallStatus,
  callDirections,
  callStatuses,
  type DirectionSource,
  type EndCause,
  type EndReason,
  endReasons,
  isTerminal,
  mayRing,
  type TerminalStatus,
  terminalStatuses,
} from "./vocabulary/callStatus.ts";
export { type TextLength, textLengths } from "./vocabulary/textLengths.ts";

// Recordings.

export {
  type AnnouncementLanguage,
  announcementLanguages,
} from "./whatsapp/announcementLanguages.ts";

// Errors.

export {
  CallsError,
  type CallsErrorOptions,
  ProviderError,
  type ProviderOutcome,
  SignatureError,
} from "./vocabulary/callsError.ts";
export { type ErrorCode, type ErrorText, errorCodes } from "./vocabulary/errorCodes.ts";
export { type ErrorLanguage, errorSentence, isErrorCode } from "./vocabulary/errorSentence.ts";
export { isCallsError } from "./vocabulary/isCallsError.ts";
export { type ProblemName, problems } from "./vocabulary/problems.ts";
export { explainCallError } from "./whatsapp/explainCallError.ts";
export {
  readWhatsappError,
  type WhatsappErrorMeaning,
  whatsappErrorCodes,
} from "./whatsapp/whatsappErrors.ts";
