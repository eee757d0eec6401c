import type { CallProvider, ProviderAnswer } from "@skale-calls/core";
import type { CallAnswer } from "./api/calls.ts";
import type { YCloudClient } from "./createYCloudClient.ts";

export interface YCloudProviderOptions {
  client: Pick<YCloudClient, "calls" | "phoneNumbers">;
  /**
   * The path of the click-to-call route, such as `/v2/whatsapp/calls` (`YCLOUD_CALL_PATH` in the environment). Without a
   * path, or with one that ends in `/calls/connect`, the provider has no `clickToCall`.
   */
  callPath?: string;
}

/** YCloud keeps recordings and transcripts for 30 days from their creation ("Get media asset"). */
const keptDays = 30;

/** A provider with every method that calls from a browser need. It has `clickToCall` only with a `callPath`. */
export type YCloudProvider = CallProvider &
  Required<Pick<CallProvider, "connect" | "preAccept" | "accept">>;

/**
 * Creates core's `CallProvider` for YCloud. Every method throws `YCloudError`, or `CallsError` for bad input.
 *
 * @example
 * const provider = createYCloudProvider({
 *   client: createYCloudClient({ apiKey }),
 *   callPath: "/v2/whatsapp/calls",
 * });
 */
export function createYCloudProvider({ client, callPath }: YCloudProviderOptions): YCloudProvider {
  const { calls, phoneNumbers } = client;
  const path = callPath?.trim();
  const provider: YCloudProvider = {
    name: "ycloud",
    async connect(call) {
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
