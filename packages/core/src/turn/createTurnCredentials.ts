import type { ProvideIceServers } from "../ports/iceServers.ts";
import { hmacSha256Hex } from "../signature/hash.ts";
import { hexToBase64 } from "../signature/hexToBase64.ts";
import { hmacSha1Hex } from "../signature/hmacSha1.ts";
import { CallsError } from "../vocabulary/callsError.ts";

export interface TurnCredentialsOptions {
  /** The addresses of the TURN server, such as `turns:turn.example.com:443?transport=tcp`. */
  urls: readonly string[];
  /** The secret that the TURN server shares, such as coturn's `static-auth-secret`. It is never part of the result. */
  secret: string;
  /** For how many seconds a credential is valid. Default: one hour. A call that has begun may last longer. */
  seconds?: number;
  now?: () => Date;
}

const oneHour = 3600;
/** The number of hexadecimal digits that name an agent. */
const nameLength = 16;

/**
 * Creates short-lived credentials for a TURN server that shares a secret: the server calculates the credential of a
 * username itself, and refuses it after the time that the username begins with. coturn (`use-auth-secret`) and other
 * servers implement this scheme (draft-uberti-behave-turn-rest-00, section 2.2).
 *
 * The username contains a keyed hash of the agent's id, so that the operator of the server can tell agents apart, and
 * learns no id.
 *
 * @throws CallsError `misconfigured` without an address or a secret.
 * @example
 * createCallHandler({
 *   store,
 *   provider,
 *   authenticate,
 *   iceServers: createTurnCredentials({ urls: ["turn:turn.example.com:3478"], secret }),
 * });
 */
export function createTurnCredentials({
  urls,
  secret,
  seconds = oneHour,
  now = () => new Date(),
}: TurnCredentialsOptions): ProvideIceServers {
  if (urls.length === 0 || secret === "" || !(seconds > 0)) {
    throw new CallsError("misconfigured", {
      message: "TURN credentials need the server's addresses, its secret, and a time above 0 s.",
    });
  }
  return async ({ userId }) => {
    const expiry = Math.floor(now().getTime() / 1000) + seconds;
    const username = `${expiry}:${hmacSha256Hex(secret, userId).slice(0, nameLength)}`;
    // The scheme prescribes SHA-1.
    const credential = hexToBase64(hmacSha1Hex(secret, username));
    return { iceServers: [{ urls: [...urls], username, credential }], seconds };
  };
}
