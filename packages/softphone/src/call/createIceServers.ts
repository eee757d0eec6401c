import type { IceServer, IceServerList, Log } from "@skale-calls/core";
import type { Clock } from "../lib/clock.ts";
import { describeForLog } from "../log/describeForLog.ts";

/** Returns the servers for a call that begins now. Never rejects. */
export type ReadIceServers = () => Promise<IceServer[]>;

interface IceServersOptions {
  clock: Clock;
  /** The time limit of a fetch, in milliseconds. */
  cap: number;
  log: Log | undefined;
}

/** How much time a credential needs before it expires, in milliseconds: a call must reach the server in this time. */
const margin = 30_000;

/**
 * Keeps the servers of `fetchServers` until shortly before their credentials expire. If a fetch fails, or takes longer
 * than `cap`, the previous servers are used until they expire, and then none.
 */
export function createIceServers(
  fetchServers: () => Promise<IceServerList>,
  { clock, cap, log }: IceServersOptions,
): ReadIceServers {
  let servers: IceServer[] = [];
  let expiry = 0;

  async function refresh(): Promise<void> {
    const asked = clock.now();
    const { iceServers, seconds } = await fetchServers();
    servers = iceServers;
    expiry = seconds === null ? Number.POSITIVE_INFINITY : asked + seconds * 1000;
  }

  return async () => {
    if (expiry - clock.now() > margin) return servers;
    try {
      await new Promise<void>((resolve, reject) => {
        const cancel = clock.after(cap, reject);
        refresh().then(resolve, reject).finally(cancel);
      });
    } catch (error) {
      log?.warn("softphone: ICE servers not fetched", describeForLog(error));
      if (expiry < clock.now()) servers = [];
    }
    return servers;
  };
}
