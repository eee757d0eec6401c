import type { CallProvider } from "@skale-calls/core";
import {
  checkInput,
  phoneSchema,
  readTemplateChoice,
  writePermissionMessage,
} from "@skale-calls/core/transport";
import type { CaptureInput } from "./api/calls.ts";
import type { MetaClient } from "./createMetaClient.ts";
import { createNumbers, type NumbersOptions } from "./createNumbers.ts";
import { readAccount } from "./readAccount.ts";
import { readPermission } from "./readPermission.ts";

export interface MetaProviderOptions extends NumbersOptions, CaptureInput {
  client: Omit<MetaClient, "usage">;
  /**
   * The template with which contacts are asked for the permission to be called: its name, or its name and language, such
   * as `call_permission:es_MX`. The language is `es` if there is none. The template must have the component
   * `call_permission_request`, no parameters, and WhatsApp's approval.
   *
   * Without a template, the provider sends a free-form message, which WhatsApp accepts only within 24 hours after the
   * contact wrote.
   */
  permissionTemplate?: string;
}

/** Meta keeps recordings and transcripts for 7 days after their webhook ("Call recording"). */
const keptDays = 7;

/** A provider with every method that calls from a browser need. Meta has no call without an SDP. */
export type MetaProvider = CallProvider &
  Required<
    Pick<
      CallProvider,
      | "connect"
      | "preAccept"
      | "accept"
      | "requestPermission"
      | "readPermission"
      | "readAccount"
      | "saveCallHours"
    >
  >;

/**
 * Creates core's `CallProvider` for Meta's Cloud API. Every method throws `MetaError`, or `CallsError` for bad input.
 *
 * @param options.recording,options.transcription what WhatsApp records of every call that is dialled or answered. Default:
 * nothing.
 * @example
 * const provider = createMetaProvider({
 *   client: createMetaClient({ accessToken, appSecret }),
 *   wabaIds: ["102290129340398"],
 * });
 */
export function createMetaProvider({
  client,
  permissionTemplate,
  recording,
  transcription,
  ...options
}: MetaProviderOptions): MetaProvider {
  const { calls, messages, permissions, settings, media } = client;
  const numbers = createNumbers(client, options);
  const template = readTemplateChoice(permissionTemplate);
  const permissionMessage = writePermissionMessage(template);
  const capture = {
    ...(recording === undefined ? {} : { recording }),
    ...(transcription === undefined ? {} : { transcription }),
  };
  const findId = async (phone: string) => numbers.findId(checkInput(phoneSchema, phone));

  return {
    name: "meta",
    async connect({ from, phoneId, ...call }) {
      return calls.connect({ phoneId: phoneId ?? (await findId(from)), ...call, ...capture });
    },
    preAccept: calls.preAccept,
    accept: (call) => calls.accept({ ...call, ...capture }),
    reject: calls.reject,
    terminate: calls.terminate,
    async requestPermission({ from, externalId, ...contact }) {
      const phoneId = await findId(from);
      const { messageId } = await messages.send({
        phoneId,
        callbackData: externalId,
        ...contact,
        ...permissionMessage,
      });
      return messageId === undefined ? {} : { messageId };
    },
    async readPermission({ from, ...contact }) {
      const phoneId = await findId(from);
      return readPermission(await permissions.get({ phoneId, ...contact }));
    },
    async readAccount(phone) {
      return readAccount(client, numbers, checkInput(phoneSchema, phone), template);
    },
    async saveCallHours(phone, hours) {
      await settings.save(await findId(phone), { call_hours: hours });
    },
    resolvePhoneId: findId,
    resolvePhone: numbers.findPhone,
    downloadMedia: media.download,
    mediaSeconds: keptDays * 24 * 3600,
  };
}
