import { onTestFinished } from "vitest";
import type { SimulatorOptions } from "../simulatorOptions.ts";
import { startSimulator } from "../startSimulator.ts";
import { createManualClock } from "./manualClock.ts";
import { startReceiver, waitFor } from "./receiver.ts";

export const contactPhone = "+525512345678";
export const businessPhone = "+525550001111";
export const webhookSecret = "whsec_0123456789abcdef";
export const webhookToken = "token-of-the-test";

/** Returns an SDP with the relevant lines of Chromium's SDP. */
export function sampleSdp(setup: "actpass" | "active", mark = "mark"): string {
  return [
    "v=0",
    "o=- 4054442297240208280 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 109 126",
    "c=IN IP4 0.0.0.0",
    `a=ice-ufrag:${mark}`,
    "a=ice-pwd:0123456789abcdef01234567",
    "a=fingerprint:sha-256 AB:CD",
    `a=setup:${setup}`,
    "a=mid:0",
    "a=rtcp-mux",
    "a=rtpmap:109 opus/48000/2",
    "a=rtpmap:126 telephone-event/8000",
    "",
  ].join("\r\n");
}

/** Starts a simulator with a manual clock, and a receiver of its webhooks. Both are closed after the test. */
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

  async function request(method: string, path: string, body?: unknown, headers = {}) {
    const response = await fetch(`${simulator.url}${path}`, {
      method,
      headers: { "X-API-Key": simulator.apiKey, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the tests state the shape they expect
    return { status: response.status, body: (await response.json()) as any, response };
  }

  const step = (name: string, wacid: string, more: object = {}) =>
    request("POST", `/v2/whatsapp/calls/${name}`, { phoneId: simulator.phoneId, wacid, ...more });

  return {
    simulator,
    receiver,
    clock,
    request,
    /** The business calls the user. */
    connect: (more: object = {}) =>
      request("POST", "/v2/whatsapp/calls/connect", {
        from: businessPhone,
        to: contactPhone,
        sdpType: "offer",
        sdp: sampleSdp("actpass"),
        ...more,
      }),
    step,
    accept: (wacid: string, sdp = sampleSdp("active")) =>
      step("accept", wacid, { sdpType: "answer", sdp }),
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
    setFaults: (faults: object) => request("PUT", "/_sim/faults", faults),
    /** Waits until no delivery is pending, and returns the types of all events. */
    async allTypes(): Promise<string[]> {
      await waitFor(() => simulator.deliveries().every(({ state }) => state !== "pending"));
      return receiver.types();
    },
    call: (wacid: string) => simulator.calls().find((call) => call.wacid === wacid),
  };
}
