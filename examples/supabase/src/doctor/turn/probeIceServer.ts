import { openStunSocket, type StunAddress, type StunSocket } from "./openStunSocket.ts";
import {
  type Attribute,
  attributes,
  errorCodeOf,
  methods,
  type StunKey,
  writeRequest,
} from "./stunMessage.ts";

export type ProbeResult =
  /** The TURN server gave an address that relays. */
  | { outcome: "relayed" }
  /** The STUN server answered. */
  | { outcome: "answered" }
  /** `code`: the number of TURN, such as 401. */
  | { outcome: "refused"; code: number }
  | { outcome: "silent" }
  | { outcome: "unsupported" };

/**
 * Asks a STUN server for the own address, or a TURN server for an address that relays, which is given back at once.
 *
 * @param server.url as in `RTCIceServer`, such as `turn:turn.example.com:3478?transport=tcp`.
 * @example
 * await probeIceServer({ url: "stun:stun.example.com", username: "", credential: "" });
 */
export async function probeIceServer(server: {
  url: string;
  username: string;
  credential: string;
}): Promise<ProbeResult> {
  const address = readAddress(server.url);
  if (address === undefined) return { outcome: "unsupported" };
  let socket: StunSocket | undefined;
  try {
    socket = await openStunSocket(address);
    if (server.url.startsWith("stun")) {
      await socket.ask(writeRequest(methods.binding, []));
      return { outcome: "answered" };
    }
    return await allocate(socket, server);
  } catch {
    return { outcome: "silent" };
  } finally {
    socket?.close();
  }
}

/** UDP (17 in the table of IANA) between the TURN server and the contact. */
const overUdp: Attribute = [attributes.requestedTransport, Uint8Array.of(17, 0, 0, 0)];

async function allocate(
  socket: StunSocket,
  { username, credential }: { username: string; credential: string },
): Promise<ProbeResult> {
  // The first request has no credential: the server answers with its realm and a nonce.
  const first = await socket.ask(writeRequest(methods.allocate, [overUdp]));
  const realm = first.attributes.get(attributes.realm)?.toString() ?? "";
  const key: StunKey = { username, credential, realm };
  let answer = first;
  let nonce = first.attributes.get(attributes.nonce);
  // 438: the nonce has become stale in the meantime.
  for (let attempt = 0; attempt < 2 && nonce !== undefined; attempt += 1) {
    answer = await socket.ask(
      writeRequest(methods.allocate, [overUdp, ...signedBy(key, nonce)], key),
    );
    if (errorCodeOf(answer) !== 438) break;
    nonce = answer.attributes.get(attributes.nonce);
  }
  if (answer.kind !== "success") return { outcome: "refused", code: errorCodeOf(answer) };
  if (nonce) {
    const release: Attribute = [attributes.lifetime, new Uint8Array(4)];
    await socket
      .ask(writeRequest(methods.refresh, [release, ...signedBy(key, nonce)], key))
      .catch(() => {});
  }
  return { outcome: "relayed" };
}

const signedBy = ({ username, realm }: StunKey, nonce: Uint8Array): Attribute[] => [
  [attributes.username, username],
  [attributes.realm, realm],
  [attributes.nonce, nonce],
];

/** Undefined for TLS over UDP, which Node cannot send. */
function readAddress(url: string): StunAddress | undefined {
  const form = /^(stuns?|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/i;
  const [, scheme = "", host = "", port, wanted] = form.exec(url) ?? [];
  const isTls = scheme.toLowerCase().endsWith("s");
  if (host === "" || (isTls && wanted === "udp")) return undefined;
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port: port === undefined ? (isTls ? 5349 : 3478) : Number(port),
    transport: isTls ? "tls" : wanted === "tcp" ? "tcp" : "udp",
  };
}
