// The client, and the call provider built on it.

export type {
  CallButtonMessage,
  CallButtonParameters,
  CallMessage,
  CallPermissionMessage,
  Open,
  RetryOptions,
  TemplateMessage,
  TemplateParameters,
  TextParameter,
} from "@skale-calls/core/transport";
export type { Page, PageQuery } from "./api/pages.ts";
export type { YCloudClientOptions } from "./clientOptions.ts";
export { createYCloudClient, type YCloudClient } from "./createYCloudClient.ts";
export { createYCloudProvider, type YCloudProviderOptions } from "./createYCloudProvider.ts";

// Calls.

export type {
  AnswerInput,
  CallAnswer,
  CallInput,
  CallsApi,
  ClickToCallInput,
  ConnectInput,
  YCloudRecipient,
} from "./api/calls.ts";

// Messages that request the permission to call, or offer a call button; and their templates.

export type {
  DirectMessageInput,
  Message,
  MessageInput,
  MessagesApi,
} from "./api/messages.ts";
export {
  asksCallPermission,
  type CallButtonTemplateInput,
  type CallPermissionTemplateInput,
  type Template,
  type TemplateComponent,
  type TemplateKey,
  type TemplateQuery,
  type TemplatesApi,
  type TextTemplateInput,
} from "./api/templates.ts";

// Numbers and their settings.

export type {
  PhoneNumber,
  PhoneNumberKey,
  PhoneNumberQuery,
  PhoneNumbersApi,
} from "./api/phoneNumbers.ts";
export type {
  CallingSettingsInput,
  CaptureSettingsInput,
  PhoneNumberSettings,
  PhoneNumberSettingsInput,
  SettingsApi,
} from "./api/settings.ts";

// Webhook endpoints.

export {
  callWebhookEvents,
  type WebhookEndpoint,
  type WebhookEndpointChanges,
  type WebhookEndpointInput,
  type WebhookEndpointsApi,
  type WebhookEventType,
  webhookEventTypes,
} from "./api/webhookEndpoints.ts";

// Quotas and errors.

export { ycloudErrors } from "./errorTables.ts";
export type { RateLimit } from "./readRateLimit.ts";
export { isYCloudError, YCloudError, type YCloudErrorFacts } from "./ycloudError.ts";
