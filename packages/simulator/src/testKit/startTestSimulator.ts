import { type CallEvent, parseWebhook } from "@skale-calls/core";
import { onTestFinished } from "vitest";
import type { SimulatorOptions } from "../simulatorOptions.ts";
import { startSimulator } from "../startSimulator.ts";
import { createManualClock } from "./manualClock.ts";
import { startReceiver, waitFor } from "./receiver.ts";
import { businessPhone, contactPhone, sampleSdp, webhookSecret, webhookToken } from "./samples.ts";
import { type Answer, type Send, testDialects } from "./testDialects.ts";

export { businessPhone, contactPhone, sampleSdp, webhookSecret, webhookToken } from "./samples.ts";

/**
 * Starts a simulator with a manual clock, and a receiver of its webhooks. Both are closed after the test. The requests are
 * those of the provider of the options.
 */
export async function startTestSimulator(options: SimulatorOptions = {}) {
  const receiver = await startReceiver();
  const clock = createManualClock();
  const simulator = await startSimulator({
    clock,
    webhookUrl: receiver.url,
    webhookSecret,
    webhookToken,
    businessPhone,
    ...options,
  });
  onTestFinished(async () => {
    await simulator.close();
    await receiver.close();
  });

  const request: Send = async (method, path, body, headers = {}): Promise<Answer> => {
    const response = await fetch(`${simulator.url}${path}`, {
      method,
      headers: { ...dialect.headers, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json(), response };
  };
  const dialect = testDialects[options.provider ?? "ycloud"](simulator, request);

  const step = (name: string, wacid: string, more: object = {}) =>
    request("POST", `/v2/whatsapp/calls/${name}`, { phoneId: simulator.phoneId, wacid, ...more });

  /** The webhooks so far, as core reads them. */
  const events = (): CallEvent[] => receiver.received.flatMap(({ body }) => parseWebhook(body));
  const withCode = ({ status, body }: Answer) => ({ status, code: dialect.codeOf(body) });

  return {
    simulator,
    receiver,
    clock,
    request,
    dialect,
    events,
    /** Waits until core has read this many events in total. */
    async untilEvents(count: number): Promise<CallEvent[]> {
      await waitFor(() => events().length >= count);
      return events();
    },
    /** The business calls the user. */
    connect: (more: object = {}) => dialect.dial(more),
    /** The business calls the user. Returns the call's id, or WhatsApp's error code. */
    async dial(more: object = {}) {
      const answer = await dialect.dial(more);
      return { ...withCode(answer), wacid: dialect.wacidOf(answer.body) ?? "" };
    },
    /** An act of a call. Returns the status and WhatsApp's error code. */
    act: async (...act: Parameters<typeof dialect.act>) => withCode(await dialect.act(...act)),
    ask: async (more: Parameters<typeof dialect.ask>[0] = {}) => withCode(await dialect.ask(more)),
    step,
    accept: (wacid: string, sdp = sampleSdp("active")) => dialect.act("accept", wacid, sdp),
    /** The user calls the business. Resolves to the wacid when the offer has arrived. */
    async userCalls(more: object = {}): Promise<string> {
      const before = receiver.received.length;
      const { body } = await request("POST", "/_sim/calls", {
        from: contactPhone,
        to: businessPhone,
        ...more,
      });
      await receiver.until(before + 1);
      return body.wacid;
    },
    setContact: (behaviour: object, phone = contactPhone) =>
      request("PUT", `/_sim/contacts/${phone}`, behaviour),
    setNumber: (state: object) =>
      request("PUT", `/_sim/numbers/${encodeURIComponent(businessPhone)}`, state),
    /** The user decides about calls. */
    decide: (reply: string) =>
      request("POST", `/_sim/contacts/${contactPhone}/permission`, {
        business: businessPhone,
        reply,
      }),
    setFaults: (faults: object) => request("PUT", "/_sim/faults", faults),
    /** Waits until no delivery is pending, and returns the types of all events. */
    async allTypes(): Promise<string[]> {
      await waitFor(() => simulator.deliveries().every(({ state }) => state !== "pending"));
      return receiver.types();
    },
    call: (wacid: string) => simulator.calls().find((call) => call.wacid === wacid),
  };
}

export type TestSimulator = Awaited<ReturnType<typeof startTestSimulator>>;
