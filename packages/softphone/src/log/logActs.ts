import type { Log, Signaling } from "@skale-calls/core";
import { describeForLog } from "./describeForLog.ts";

type Act = (call: string | { id: string }, ...more: never[]) => Promise<never>;

/** Wraps a `Signaling` so that each failed act is logged with its call's id, without phone numbers and SDPs. */
export function logActs(signaling: Signaling, log: Log): Signaling {
  function logged<Name extends keyof Signaling>(act: Name): Signaling[Name] {
    const run: Act = async (call, ...more) => {
      try {
        return await (signaling[act] as unknown as Act)(call, ...more);
      } catch (error) {
        const id = typeof call === "string" ? call : call.id;
        log.warn("softphone: act failed", { call: id, act, ...describeForLog(error) });
        throw error;
      }
    };
    return run as unknown as Signaling[Name];
  }
  return {
    dial: logged("dial"),
    claim: logged("claim"),
    preAccept: logged("preAccept"),
    accept: logged("accept"),
    reject: logged("reject"),
    hangUp: logged("hangUp"),
    subscribe: (listener) => signaling.subscribe(listener),
    follow: (id, pace) => signaling.follow(id, pace),
  };
}
