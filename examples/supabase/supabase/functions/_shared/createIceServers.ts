import { createTurnCredentials, type ProvideIceServers } from "@skale-calls/core";
import { type Environment, need } from "./environment.ts";

/**
 * Creates the list of STUN and TURN servers, configured by the environment: the servers of `ICE_SERVERS`, and the TURN
 * server of `TURN_URLS` with a short-lived credential. Without both, the list is empty.
 *
 * @throws CallsError `misconfigured` if `TURN_URLS` is set without `TURN_SECRET`.
 */
export function createIceServers(env: Environment): ProvideIceServers {
  const { ICE_SERVERS: fixed, TURN_URLS: urls, TURN_SECONDS: seconds } = env;
  if (urls.length === 0) return () => ({ iceServers: fixed, seconds: null });
  const secret = need("TURN_SECRET", env.TURN_SECRET);
  const createCredentials = createTurnCredentials({ urls, secret, seconds });
  return async (agent) => {
    const turn = await createCredentials(agent);
    return { ...turn, iceServers: [...fixed, ...turn.iceServers] };
  };
}
