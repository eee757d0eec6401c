import type { SimulatorOptions } from "../simulatorOptions.ts";
import { startTestSimulator } from "./startTestSimulator.ts";

/** Starts a simulator whose numbers are Meta's, with the requests and webhooks of Meta. */
export async function startMeta(options: SimulatorOptions = {}) {
  const sim = await startTestSimulator({ provider: "meta", ...options });
  const { phoneId, meta } = sim.simulator;
  return {
    ...sim,
    get: (path: string) => sim.request("GET", `/v24.0/${path}`),
    post: (path: string, body: object) => sim.request("POST", `/v24.0/${path}`, body),
    number: phoneId,
    ...meta,
    /** The changes so far, in the order of their arrival. */
    changes: (): { field: string; value: Record<string, never> }[] =>
      sim.receiver.received.flatMap(({ body }) =>
        body.entry.flatMap(({ changes }: { changes: never[] }) => changes),
      ),
  };
}

/** Meta writes numbers without a plus. */
export const digits = (phone: string): string => phone.slice(1);
