export * from "./events/isAboutCalls.ts";
export { stripSdp } from "./events/stripSdp.ts";
export * from "./flat/flatWebhooks.ts";
export * from "./http/createCallHandler.ts";
export * from "./http/createWebhookHandler.ts";
export { readOrigin } from "./http/withCors.ts";
export * from "./meta/metaWebhooks.ts";
export * from "./parseWebhook.ts";
export * from "./phone/aliasRules.ts";
export * from "./phone/isUserId.ts";
export * from "./phone/maskPhone.ts";
export * from "./phone/normalizePhone.ts";
export * from "./phone/phoneAliases.ts";
export * from "./ports/authenticator.ts";
export * from "./ports/callProvider.ts";
export * from "./ports/callStore.ts";
export * from "./ports/log.ts";
export * from "./ports/webhookSource.ts";
export { sha256Hex } from "./signature/hash.ts";
export * from "./status/deriveStatus.ts";
export * from "./status/factMerges.ts";
export * from "./status/factsOfEvent.ts";
export * from "./status/mergeFacts.ts";
export * from "./status/placeParties.ts";
export * from "./status/reduceCall.ts";
export * from "./status/statusRules.ts";
export * from "./useCases/answerCall.ts";
export * from "./useCases/callDeps.ts";
export * from "./useCases/dialCall.ts";
export * from "./useCases/fetchMedia.ts";
export * from "./useCases/hangUpCall.ts";
export * from "./useCases/takeWebhook.ts";
export * from "./verifyWebhook.ts";
export * from "./vocabulary/callEvent.ts";
export * from "./vocabulary/callFacts.ts";
export * from "./vocabulary/callStatus.ts";
export * from "./vocabulary/callsError.ts";
export { type ErrorCode, type ErrorText, errorCodes } from "./vocabulary/errorCodes.ts";
export { type ErrorLanguage, errorSentence, isErrorCode } from "./vocabulary/errorSentence.ts";
export { isCallsError } from "./vocabulary/isCallsError.ts";
export { type TextLength, textLengths } from "./vocabulary/textLengths.ts";
export { explainCallError } from "./whatsapp/explainCallError.ts";
export {
  readWhatsappError,
  type WhatsappErrorMeaning,
  whatsappErrorCodes,
} from "./whatsapp/whatsappErrors.ts";
export * from "./ycloud/ycloudWebhooks.ts";
