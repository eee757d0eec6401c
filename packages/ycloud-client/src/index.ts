export type {
  AnswerInput,
  CallAnswer,
  CallInput,
  CallsApi,
  ClickToCallInput,
  ConnectInput,
  YCloudRecipient,
} from "./calls.ts";
export type { RetryOptions, YCloudClientOptions } from "./clientOptions.ts";
export { createYCloudClient, type YCloudClient } from "./createYCloudClient.ts";
export { createYCloudProvider, type YCloudProviderOptions } from "./createYCloudProvider.ts";
export { statusErrors, ycloudErrors } from "./errorTables.ts";
export type {
  CallPermissionMessage,
  DirectMessageInput,
  Message,
  MessageInput,
  MessagesApi,
  TemplateMessage,
  TemplateParameters,
  TextParameter,
} from "./messages.ts";
export type { Open, Page, PageQuery } from "./openSchemas.ts";
export type {
  PhoneNumber,
  PhoneNumberKey,
  PhoneNumberQuery,
  PhoneNumbersApi,
} from "./phoneNumbers.ts";
export {
  type AnnouncementLanguage,
  announcementLanguages,
  type CallingSettingsInput,
  type CaptureSettingsInput,
  type PhoneNumberSettings,
  type PhoneNumberSettingsInput,
  type SettingsApi,
} from "./settings.ts";
export type { CallPermissionTemplateInput, Template, TemplatesApi } from "./templates.ts";
export {
  callWebhookEvents,
  type WebhookEndpoint,
  type WebhookEndpointChanges,
  type WebhookEndpointInput,
  type WebhookEndpointsApi,
  type WebhookEventType,
  webhookEventTypes,
} from "./webhookEndpoints.ts";
export { isYCloudError, YCloudError, type YCloudErrorFacts } from "./ycloudError.ts";
