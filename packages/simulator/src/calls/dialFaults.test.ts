import { describe, expect, it } from "vitest";
import { waitFor } from "../testKit/receiver.ts";
import { sampleSdp, startTestSimulator } from "../testKit/startTestSimulator.ts";

const talked = [
  "whatsapp.call.connect answer",
  "whatsapp.call.status.updated RINGING",
  "whatsapp.call.status.updated ACCEPTED",
  "whatsapp.call.terminate",
];
const day = 86_400_000;

describe("a dial whose response fails", () => {
  it.each(["timeout_after", "cut_after"])(
    "%s: the call is made, but there is no response",
    async (fault) => {
      const sim = await startTestSimulator();
      await sim.setFaults({ connectError: fault });
      const dialling = sim.connect();
      const failure = expect(dialling).rejects.toThrow("fetch failed");
      await waitFor(() => sim.clock.waiting() > 0);
      sim.clock.advance(day);
      await sim.receiver.until(4);
      expect(await sim.allTypes()).toEqual(talked);
      await sim.simulator.close();
      await failure;
    },
  );

  it("500_after: the call is made, but the response is an error", async () => {
    const sim = await startTestSimulator();
    await sim.setFaults({ connectError: "500_after" });
    expect((await sim.connect()).status).toBe(500);
    expect(sim.simulator.calls()).toHaveLength(1);
  });

  it("slow: the webhook arrives before the response", async () => {
    const sim = await startTestSimulator();
    await sim.setFaults({ connectError: "slow" });
    let isAnswered = false;
    const dialling = sim.connect().finally(() => {
      isAnswered = true;
    });
    let cameFirst = false;
    sim.receiver.answerWith(() => {
      cameFirst ||= !isAnswered;
      return 200;
    });
    await waitFor(() => sim.clock.waiting() > 0);
    sim.clock.advance(100);
    expect((await dialling).status).toBe(200);
    expect(cameFirst).toBe(true);
  });

  it.each([
    ["500", 500, "INTERNAL_SERVER_ERROR", undefined],
    ["429", 429, "TOO_MANY_REQUESTS", undefined],
    [138006, 401, "UNAUTHORIZED", "138006"],
    ["138012", 400, "BAD_REQUEST", "138012"],
  ])("%s: no call is made", async (connectError, status, code, whatsapp) => {
    const sim = await startTestSimulator();
    await sim.setFaults({ connectError });
    const { response, body } = await sim.connect();
    expect(response.status).toBe(status);
    expect(body.error).toMatchObject({ status, code, requestId: expect.any(String) });
    expect(body.error.whatsappApiError?.code).toBe(whatsapp);
    expect(response.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
    expect(sim.simulator.calls()).toEqual([]);
    await sim.setFaults({});
    expect((await sim.connect({ sdp: sampleSdp("actpass") })).status).toBe(200);
  });
});
