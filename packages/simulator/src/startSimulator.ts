import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type CallView, viewCall } from "./calls/calls.ts";
import { createWorld } from "./createWorld.ts";
import type { Delivery } from "./delivery/deliveries.ts";
import { createApp } from "./http/createApp.ts";
import type { MetaOptions } from "./meta/metaOptions.ts";
import { resolveOptions, type SimulatorOptions } from "./simulatorOptions.ts";

export interface Simulator {
  /** The value for `YCLOUD_API_BASE` and for Meta's base address, without a path, such as `http://127.0.0.1:43210`. */
  url: string;
  apiKey: string;
  /** The secret that signs YCloud's events to `webhookUrl`; undefined without `webhookUrl`. */
  webhookSecret: string | undefined;
  webhookToken: string | undefined;
  /** The first business number and its id. */
  businessPhone: string;
  phoneId: string;
  /** The account of YCloud's numbers. */
  wabaId: string;
  /** Meta's app, its access token, and the account of Meta's numbers. */
  meta: Required<MetaOptions>;
  /** The calls and deliveries so far, as `GET /_sim/calls` and `GET /_sim/deliveries` return them. */
  calls(): CallView[];
  deliveries(): readonly Delivery[];
  /** Stops every timer and closes every connection at once. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a local YCloud and a local Meta with simulated WhatsApp users. Default: on a free port.
 *
 * @throws TypeError if a business phone is not in E.164, or if `strictSdp` is false with media. Throws the error of `listen`
 *   if the port is in use.
 * @example
 * const simulator = await startSimulator({ webhookUrl: "http://localhost:8000/webhook" });
 * // A WhatsApp user calls the business:
 * await fetch(`${simulator.url}/_sim/calls`, {
 *   method: "POST",
 *   body: JSON.stringify({ from: "+525512345678", to: simulator.businessPhone }),
 * });
 * await simulator.close();
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const resolved = await resolveOptions(options);
  let url = "";
  const world = createWorld(resolved, () => url);
  const app = createApp(world);
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(resolved.port, resolved.host, resolve);
  });
  const host = resolved.host.includes(":") ? `[${resolved.host}]` : resolved.host;
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const [number] = resolved.numbers;
  if (!number) throw new TypeError("The simulator needs a business phone.");

  return {
    url,
    apiKey: resolved.apiKey,
    webhookSecret: world.ycloud.endpoints.list()[0]?.secret,
    webhookToken: resolved.webhookToken,
    businessPhone: number.phoneNumber,
    phoneId: number.id,
    wabaId: resolved.wabaId,
    meta: resolved.meta,
    calls: () => world.calls.values().map(viewCall),
    deliveries: world.deliveries.list,
    async close() {
      const stopped = world.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      await stopped;
    },
  };
}
