// The client, and the call provider built on it.

export type { Open, RetryOptions } from "@skale-calls/core/transport";
export type { MetaClientOptions } from "./clientOptions.ts";
export { createMetaClient, type MetaClient } from "./createMetaClient.ts";
export {
  createMetaProvider,
  type MetaProvider,
  type MetaProviderOptions,
} from "./createMetaProvider.ts";
export type { NumbersOptions } from "./createNumbers.ts";

// Calls and their media.

export type {
  AcceptInput,
  AnswerInput,
  CallInput,
  CallsApi,
  Capture,
  CaptureInput,
  ConnectInput,
  MetaRecipient,
} from "./api/calls.ts";
export type { MediaApi, MediaLocation } from "./api/media.ts";

// The permission to call, and the messages that ask for it or offer a call button.

export type {
  CallButtonMessage,
  CallButtonParameters,
  CallMessage,
  CallPermissionMessage,
  TemplateMessage,
  TemplateParameters,
  TextParameter,
} from "@skale-calls/core/transport";
export type { MessageInput, MessagesApi, SentMessage } from "./api/messages.ts";
export type {
  ActionLimit,
  MetaPermission,
  PermissionQuery,
  PermissionsApi,
  PermittedAction,
} from "./api/permissions.ts";
export {
  asksCallPermission,
  type PermissionTemplateInput,
  type Template,
  type TemplateComponent,
  type TemplateQuery,
  type TemplatesApi,
} from "./api/templates.ts";

// Numbers and their settings.

export type { HealthStatus, PhoneNumber, PhoneNumbersApi } from "./api/phoneNumbers.ts";
export type { CallingSettings, CallingSettingsInput, SettingsApi } from "./api/settings.ts";

// Versions, rate limits and errors.

export {
  checkGraphVersion,
  defaultGraphVersion,
  type GraphVersion,
  graphVersions,
} from "./graphVersions.ts";
export { isMetaError, MetaError, type MetaErrorFacts } from "./metaError.ts";
export type { MetaUsage } from "./readUsage.ts";
