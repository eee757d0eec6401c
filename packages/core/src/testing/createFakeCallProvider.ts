import type { CallProvider, PermissionReading, ProviderAnswer } from "../ports/callProvider.ts";

/** A request to the provider. */
export interface ProviderRequest {
  act:
    | "connect"
    | "clickToCall"
    | "preAccept"
    | "accept"
    | "reject"
    | "terminate"
    | "requestPermission"
    | "readPermission"
    | "downloadMedia";
  callId?: string;
  phoneId?: string;
  from?: string;
  to?: string;
  recipient?: string;
  sdp?: string;
  externalId?: string;
}

export interface FakeCallProvider extends CallProvider {
  readonly requests: ProviderRequest[];
  /** Runs this function before the response to every further request. Null removes the function. */
  before(act: ((request: ProviderRequest) => Promise<void> | void) | null): void;
}

/**
 * A `CallProvider` in memory: it accepts every request, remembers it, and gives the call ids `wacid.1`,
 * `wacid.2`, ...
 *
 * @param options.name the provider's name. Default: `ycloud`.
 * @param options.clickToCall whether the provider can dial without an SDP. Default: no.
 * @param options.sdp whether the provider dials and answers with SDPs. Default: yes.
 * @param options.permission what the provider tells about the permission of every contact. Default: the provider has no such
 * query.
 * @example
 * const provider = createFakeCallProvider();
 * provider.before(() => { throw new ProviderError("no_permission", "rejected"); });
 */
export function createFakeCallProvider(
  options: {
    name?: string;
    clickToCall?: boolean;
    sdp?: boolean;
    permission?: () => PermissionReading;
    answer?: (callId: string) => ProviderAnswer;
  } = {},
): FakeCallProvider {
  const { answer = (callId) => ({ callId }) } = options;
  const requests: ProviderRequest[] = [];
  let hook: Parameters<FakeCallProvider["before"]>[0] = null;
  let dialled = 0;
  let asked = 0;

  async function take(request: ProviderRequest): Promise<void> {
    requests.push(request);
    await hook?.(request);
  }
  async function dial(request: ProviderRequest): Promise<ProviderAnswer> {
    dialled += 1;
    const callId = `wacid.${dialled}`;
    await take(request);
    return answer(callId);
  }

  const withSdp: Pick<CallProvider, "connect" | "preAccept" | "accept"> = {
    connect: ({ from, to, recipient, sdp }) =>
      dial({ act: "connect", from, sdp, ...(to === undefined ? { recipient } : { to }) }),
    preAccept: (call) => take({ act: "preAccept", ...call }),
    accept: (call) => take({ act: "accept", ...call }),
  };

  const { permission } = options;
  const withPermission: Pick<CallProvider, "readPermission"> = permission
    ? {
        async readPermission({ from, to, recipient }) {
          const contact = to === undefined ? { recipient } : { to };
          await take({ act: "readPermission", from, ...contact });
          return permission();
        },
      }
    : {};

  return {
    name: options.name ?? "ycloud",
    requests,
    before(act) {
      hook = act;
    },
    ...(options.sdp === false ? {} : withSdp),
    ...(options.clickToCall
      ? { clickToCall: ({ from, to }) => dial({ act: "clickToCall", from, to }) }
      : {}),
    ...withPermission,
    async requestPermission({ to, recipient, ...message }) {
      const contact = to === undefined ? { recipient } : { to };
      await take({ act: "requestPermission", ...message, ...contact });
      asked += 1;
      return { messageId: `wamid.${asked}` };
    },
    reject: (call) => take({ act: "reject", ...call }),
    terminate: (call) => take({ act: "terminate", ...call }),
    resolvePhoneId: async () => "461269257068832",
    resolvePhone: async () => "+525500000009",
    async downloadMedia(assetId) {
      await take({ act: "downloadMedia", callId: assetId });
      return new Response("OggS", { headers: { "content-type": "audio/ogg" } });
    },
  };
}
