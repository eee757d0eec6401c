import { emit } from "@skale-calls/core/internal";
import { type CallsApi, createCallsApi } from "./api/calls.ts";
import { createMediaApi, type MediaApi } from "./api/media.ts";
import { createMessagesApi, type MessagesApi } from "./api/messages.ts";
import { createPermissionsApi, type PermissionsApi } from "./api/permissions.ts";
import { createPhoneNumbersApi, type PhoneNumbersApi } from "./api/phoneNumbers.ts";
import { createSettingsApi, type SettingsApi } from "./api/settings.ts";
import { createTemplatesApi, type TemplatesApi } from "./api/templates.ts";
import { type MetaClientOptions, readMetaOptions } from "./clientOptions.ts";
import { createMetaTransport } from "./createMetaTransport.ts";
import { checkGraphVersion } from "./graphVersions.ts";
import type { MetaUsage } from "./readUsage.ts";

/** The parts of Meta's Cloud API that calls need. */
export interface MetaClient {
  readonly calls: CallsApi;
  /** The permission to call a contact. */
  readonly permissions: PermissionsApi;
  readonly settings: SettingsApi;
  readonly messages: MessagesApi;
  readonly templates: TemplatesApi;
  readonly media: MediaApi;
  readonly phoneNumbers: PhoneNumbersApi;
  /**
   * How much of the rate limits Meta's last response reported as used; null before the first such response. The client itself
   * never slows down, because a wait would delay a call: slow down your own loops when `percent` is high.
   */
  readonly usage: MetaUsage | null;
}

/**
 * Creates a client of Meta's Cloud API. Use it only on a server: the token belongs to the whole business.
 *
 * Only GETs are retried (`retry`): Meta has no idempotency key, so a repeated POST may start a second call.
 *
 * @throws {CallsError} `misconfigured` when an option is not valid.
 * @example
 * const client = createMetaClient({ accessToken: process.env.META_ACCESS_TOKEN ?? "" });
 * const { callId } = await client.calls.connect({ phoneId, to: "+525587654321", sdp });
 */
export function createMetaClient(options: MetaClientOptions): MetaClient {
  const settings = readMetaOptions(options);
  const { version, onEvent } = settings;
  const outdated = checkGraphVersion(version, new Date());
  if (outdated) {
    const { problem: reason, expires } = outdated;
    emit(
      { onEvent },
      {
        kind: "problem",
        level: "warn",
        problem: "provider_version_outdated",
        provider: "meta",
        version,
        reason,
        expires,
      },
    );
  }
  const transport = createMetaTransport(settings);
  return {
    calls: createCallsApi(transport),
    permissions: createPermissionsApi(transport),
    settings: createSettingsApi(transport),
    messages: createMessagesApi(transport),
    templates: createTemplatesApi(transport),
    media: createMediaApi(transport),
    phoneNumbers: createPhoneNumbersApi(transport),
    get usage() {
      return transport.quota;
    },
  };
}
