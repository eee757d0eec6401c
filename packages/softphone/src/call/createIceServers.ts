import type { IceServer, IceServerList, Log } from "@skale-calls/core";
import type { Clock } from "../lib/clock.ts";
import { describeForLog } from "../log/describeForLog.ts";

/** Returns the servers for a call that begins now. Never rejects. */
export type ReadIceServers = () => Promise<IceServer[]>;

interface IceServersOptions {
  /** The servers that every call has. */
  iceServers: IceServer[];
  /** Fetches more servers. */
  fetchIceServers: (() => Promise<IceServerList>) | undefined;
  clock: Clock;
  /** The time limit of a fetch, in milliseconds. */
  cap: number;
  log: Log | undefined;
}

/** How much time a credential needs before it expires, in milliseconds: a call must reach the server in this time. */
const margin = 30_000;

/**
 * Keeps the fetched servers until shortly before their credentials expire. If a fetch fails, or takes longer than `cap`,
 * the previously fetched servers are used until they expire. The configured servers are always used.
 */
export function createIceServers({
  iceServers,
  fetchIceServers,
  clock,
  cap,
  log,
}: IceServersOptions): ReadIceServers {
  let fetched: IceServer[] = [];
  let expiry = 0;

  async function refresh(fetchServers: () => Promise<IceServerList>): Promise<void> {
    const asked = clock.now();
    const list = await fetchServers();
    fetched = list.iceServers;
    expiry = list.seconds === null ? Number.POSITIVE_INFINITY : asked + list.seconds * 1000;
  }

  return async () => {
    if (fetchIceServers && expiry - clock.now() <= margin) {
      try {
        await new Promise<void>((resolve, reject) => {
          const cancel = clock.after(cap, reject);
          refresh(fetchIceServers).then(resolve, reject).finally(cancel);
        });
      } catch (error) {
        log?.warn("softphone: ICE servers not fetched", describeForLog(error));
        if (expiry < clock.now()) fetched = [];
      }
    }
    return [...iceServers, ...fetched];
  };
}
