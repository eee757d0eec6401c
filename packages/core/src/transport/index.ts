/**
 * What the clients of providers share: a transport that never repeats a command and reveals no secret, the options of a
 * client, and the checks of its input. For the authors of a provider's client; applications need it only for the types of
 * options.
 *
 * @module
 */

// Requests.

export {
  type ApiRequest,
  createTransport,
  type FailureFacts,
  parseJson,
  type Refusal,
  type Transport,
  type TransportOptions,
} from "./createTransport.ts";
export type { Encoding } from "./writeBody.ts";

// The options of a client.

export {
  type ClientOptions,
  type ClientSettings,
  clientShape,
  type RetryOptions,
  readClientOptions,
  secretSchema,
} from "./clientOptions.ts";

// Messages.

export {
  type CallButtonMessage,
  type CallButtonParameters,
  type CallMessage,
  type CallPermissionMessage,
  interactiveShape,
  readTemplateChoice,
  type TemplateChoice,
  type TemplateMessage,
  type TemplateParameters,
  type TextParameter,
  templateShape,
  writePermissionMessage,
} from "./callMessages.ts";

// Input and responses.

export {
  checkInput,
  idSchema,
  phoneSchema,
  recipientShape,
  sdpSchema,
  withOneRecipient,
} from "./checkInput.ts";
export {
  createPhoneDirectory,
  type DirectoryEntry,
  type PhoneDirectory,
} from "./createPhoneDirectory.ts";
export { lenient, type Open, optional } from "./openSchemas.ts";
export { withoutEffect } from "./withoutEffect.ts";

// Errors.

export { parseRetryAfter } from "./parseRetryAfter.ts";
export { readRetryTime } from "./readRetryTime.ts";
export { redactMessage } from "./redactMessage.ts";
export { blamesUs, codeOfStatus, outcomeOfStatus, statusErrors } from "./statusErrors.ts";
