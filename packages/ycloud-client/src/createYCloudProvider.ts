import type { CallProvider, ProviderAnswer } from "@skale-calls/core";
import { readTemplateChoice, writePermissionMessage } from "@skale-calls/core/transport";
import type { CallAnswer } from "./api/calls.ts";
import type { YCloudClient } from "./createYCloudClient.ts";
import { readAccount } from "./readAccount.ts";

export interface YCloudProviderOptions {
  client: Pick<YCloudClient, "calls" | "phoneNumbers" | "messages" | "settings" | "templates"> &
    Partial<Pick<YCloudClient, "rateLimit">>;
  /**
   * The path of the click-to-call route, such as `/v2/whatsapp/calls` (`YCLOUD_CALL_PATH` in the environment). Without a
   * path, or with one that ends in `/calls/connect`, the provider has no `clickToCall`.
   */
  callPath?: string;
  /**
   * The template with which contacts are asked for the permission to be called: its name, or its name and language, such
   * as `call_permission:es_MX` (`CALL_PERMISSION_TEMPLATE` in the environment). The language is `es` if there is none. The
   * template must have the component `CALL_PERMISSION_REQUEST`, no parameters, and WhatsApp's approval.
   *
   * Without a template, the provider sends a free-form message, which WhatsApp accepts only within 24 hours after the
   * contact wrote. YCloud does not document that message.
   */
  permissionTemplate?: string;
}

/** YCloud keeps recordings and transcripts for 30 days from their creation ("Get media asset"). */
const keptDays = 30;

/** A provider with every method that calls from a browser need. It has `clickToCall` only with a `callPath`. */
export type YCloudProvider = CallProvider &
  Required<
    Pick<CallProvider, "connect" | "preAccept" | "accept" | "requestPermission" | "readAccount">
  >;

/**
 * Creates core's `CallProvider` for YCloud. Every method throws `YCloudError`, or `CallsError` for bad input.
 *
 * @example
 * const provider = createYCloudProvider({
 *   client: createYCloudClient({ apiKey }),
 *   callPath: "/v2/whatsapp/calls",
 * });
 */
export function createYCloudProvider({
  client,
  callPath,
  permissionTemplate,
}: YCloudProviderOptions): YCloudProvider {
  const { calls, phoneNumbers, messages } = client;
  const template = readTemplateChoice(permissionTemplate);
  const permissionMessage = writePermissionMessage(template);
  const path = callPath?.trim();
  const provider: YCloudProvider = {
    name: "ycloud",
    async connect({ phoneId: _, ...call }) {
      return toProviderAnswer(await calls.connect(call));
    },
    async preAccept({ phoneId, callId, sdp }) {
      await calls.preAccept({ phoneId, wacid: callId, sdp });
    },
    async accept({ phoneId, callId, sdp }) {
      await calls.accept({ phoneId, wacid: callId, sdp });
    },
    async reject({ phoneId, callId }) {
      await calls.reject({ phoneId, wacid: callId });
    },
    async terminate({ phoneId, callId }) {
      await calls.terminate({ phoneId, wacid: callId });
    },
    readAccount: (phone) => readAccount(client, phone, template),
    async requestPermission(message) {
      const { wamid } = await messages.sendDirectly({ ...message, ...permissionMessage });
      return wamid === undefined ? {} : { messageId: wamid };
    },
    resolvePhoneId: phoneNumbers.resolveId,
    resolvePhone: phoneNumbers.resolvePhone,
    downloadMedia: calls.downloadMedia,
    mediaSeconds: keptDays * 24 * 3600,
  };
  if (!path || /\/calls\/connect\/?$/.test(path)) return provider;
  return { ...provider, clickToCall: ({ from, to }) => calls.clickToCall({ path, from, to }) };
}

function toProviderAnswer({ wacid }: CallAnswer): ProviderAnswer {
  return wacid === undefined ? {} : { callId: wacid };
}
