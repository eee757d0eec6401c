import { parseWebhook } from "@skale-calls/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCli } from "./cli.ts";
import {
  isSigned,
  isSignedByMeta,
  type Receiver,
  startReceiver,
  waitFor,
} from "./testKit/receiver.ts";

const secret = "whsec_of-the-cli";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join("\n") };
}

async function startTestReceiver(): Promise<Receiver> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  return receiver;
}

describe("trigger", () => {
  it("posts every listed event, with a signature or the token", async () => {
    const receiver = await startTestReceiver();
    const { code, out: names } = await run("trigger", "--list");
    expect(code).toBe(0);
    for (const name of names) {
      const keys = ["--secret", secret, "--token", "tok"];
      const result = await run("trigger", name, "--url", receiver.url, ...keys);
      expect([name, result.code]).toEqual([name, 0]);
      expect(result.out).toEqual([expect.stringMatching(new RegExp(`^200 ${name} .+ taken$`))]);
    }
    const { received } = receiver;
    expect(received).toHaveLength(names.length);
    for (const item of received) {
      const isFlat = "call_id" in item.body;
      expect(isSigned(item, secret)).toBe(!isFlat);
      expect(item.headers["x-webhook-token"]).toBe(isFlat ? "tok" : undefined);
    }
    const payloads = received.map(({ body }) => body);
    expect(receiver.types()).toEqual([
      "whatsapp.call.connect offer",
      "whatsapp.call.connect answer",
      "whatsapp.call.status.updated RINGING",
      "whatsapp.call.status.updated ACCEPTED",
      "whatsapp.call.status.updated REJECTED",
      ...Array(3).fill("whatsapp.call.terminate"),
      ...Array(2).fill("whatsapp.call.recording.updated"),
      ...Array(2).fill("whatsapp.call.transcription.updated"),
      ...Array(5).fill("whatsapp.inbound_message.received"),
      ...Array(4).fill("whatsapp.message.updated"),
      "whatsapp.business_account.updated",
      ...["initiated", "ringing", "answered", "completed", "failed", "canceled", "no-answer"],
      "busy",
    ]);
    expect(payloads.slice(5, 8).map(({ callingTerminate: t }) => [t.status, t.duration])).toEqual([
      ["COMPLETED", 33],
      ["FAILED", 33],
      ["COMPLETED", undefined],
    ]);
    expect(payloads[6].callingTerminate.errorCode).toBe("131000");
    expect(payloads[9].callingRecording).toMatchObject({
      status: "FAILED",
      error: { code: "CALLING_RECORDING_PROCESSING_FAILED", retryable: false },
    });
  });

  it("posts every listed webhook of Meta, with the app's signature", async () => {
    const receiver = await startTestReceiver();
    const { out: names } = await run("trigger", "--list", "--provider", "meta");
    expect(names.some((name) => /^flat|(?:recording|transcription).failed$/.test(name))).toBe(
      false,
    );
    for (const name of names) {
      const meta = ["--provider", "meta", "--secret", "app-secret", "--url", receiver.url];
      expect([name, (await run("trigger", name, ...meta)).code]).toEqual([name, 0]);
    }
    const { received } = receiver;
    expect(received.every((item) => isSignedByMeta(item, "app-secret"))).toBe(true);
    const events = received.flatMap(({ body }) => parseWebhook(body));
    expect(events.every(({ provider }) => provider === "meta")).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual([
      ...["offer", "answer", "ringing", "accepted", "declined"],
      ...["terminated", "terminated", "terminated", "recording", "transcript"],
      ...Array(5).fill("permission"),
      // The statuses of a message that was no request of ours.
      ...Array(4).fill("unknown"),
      "account",
    ]);
  });

  it("accepts the call's id, the numbers and the direction", async () => {
    const receiver = await startTestReceiver();
    const call = ["--wacid", "wacid.X==", "--from", "+525500000001", "--to", "+525500000002"];
    const to = ["--url", receiver.url, "--secret", secret, ...call, "--phone-id", "9"];
    await run("trigger", "call.terminate.completed", "--outgoing", ...to);
    await run("trigger", "call.status.updated.ringing", ...to);
    const [terminate, ringing] = receiver.received.map(({ body }) => body);
    expect(terminate.callingTerminate).toMatchObject({
      wacid: "wacid.X==",
      phoneId: "9",
      from: "+525500000001",
      to: "+525500000002",
      direction: "BUSINESS_INITIATED",
    });
    expect(ringing.callingStatusUpdated.recipientPhone).toBe("+525500000002");
  });

  it("posts --count events of different calls", async () => {
    const receiver = await startTestReceiver();
    const to = ["--url", receiver.url, "--secret", secret, "--count", "3"];
    expect((await run("trigger", "call.connect.offer", ...to)).out).toHaveLength(3);
    const wacids = receiver.received.map(({ body }) => body.callingConnect.wacid);
    expect(new Set(wacids).size).toBe(3);
  });

  it("exits with 1 if a response is not 2xx", async () => {
    const receiver = await startTestReceiver();
    let answers = 0;
    receiver.answerWith(() => (answers++ === 0 ? 401 : 200));
    const to = ["--url", receiver.url, "--secret", secret];
    const some = await run("trigger", "call.connect.offer", ...to, "--count", "2");
    expect(some.code).toBe(1);
    expect(some.out.map((line) => line.slice(0, 3))).toEqual(["401", "200"]);
    await receiver.close();
    const none = await run("trigger", "call.connect.offer", ...to);
    expect([none.code, none.out[0]]).toEqual([1, expect.stringContaining("ECONNREFUSED")]);
  });

  it.each([
    [["trigger"], "needs the name of one event"],
    [["trigger", "call.dance", "--url", "http://127.0.0.1:9"], "no event call.dance"],
    [["trigger", "toString", "--url", "http://127.0.0.1:9"], "no event toString"],
    [["trigger", "call.connect.offer"], "--url"],
    [["trigger", "call.connect.offer", "--url", "http://127.0.0.1:9"], "--secret"],
    [["trigger", "flat.busy", "--url", "http://127.0.0.1:9", "--from", "55"], "--from"],
    [["trigger", "flat.busy", "--url", "http://127.0.0.1:9", "--dance"], "--dance"],
    [["trigger", "flat.busy", "--provider", "meta", "--url", "http://127.0.0.1:9"], "no event"],
    [["--provider", "twilio"], "--provider"],
    [["dance"], "no command dance"],
    [["--port", "http"], "--port"],
    [["start", "--retry-scale", "fast"], "--retry-scale"],
  ])("exits with 2 for %j, and says why", async (argv, mention) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err).toContain(mention);
  });
});

describe("start", () => {
  it("runs with the given options until it is stopped", async () => {
    const receiver = await startTestReceiver();
    const stop = new AbortController();
    const out: string[] = [];
    const options = ["--api-key", "k", "--webhook-url", receiver.url, "--webhook-secret", secret];
    const numbers = ["--business-phone", "+525550003333", "--phone-id", "33"];
    const running = runCli([...options, ...numbers, "--quiet"], {
      out: (line) => out.push(line),
      err: (line) => out.push(line),
      signal: stop.signal,
    });
    await waitFor(() => out.length === 4);
    expect(out.slice(1)).toEqual([
      "api key k",
      "business phone +525550003333 (id 33)",
      `webhook secret ${secret}`,
    ]);
    const url = out[0]?.replace("ready ", "");
    const body = JSON.stringify({ from: "+525512345678", to: "+525550003333" });
    expect((await fetch(`${url}/_sim/calls`, { method: "POST", body })).status).toBe(201);
    const [offer] = await receiver.until(1);
    expect(offer && isSigned(offer, secret)).toBe(true);
    stop.abort();
    expect(await running).toBe(0);
    await expect(fetch(`${url}/_sim/calls`)).rejects.toThrow("fetch failed");
    expect(out).toHaveLength(4);
  });

  it("prints Meta's keys, and has numbers of both providers", async () => {
    const stop = new AbortController();
    const out: string[] = [];
    const phones = ["--business-phone", "+525550003333", "--meta-phone", "+525550004444"];
    const running = runCli([...phones, "--meta-access-token", "t", "--quiet"], {
      out: (line) => out.push(line),
      err: (line) => out.push(line),
      signal: stop.signal,
    });
    await waitFor(() => out.length === 6);
    expect(out.slice(3)).toEqual([
      "meta access token t",
      expect.stringMatching(/^meta app secret [0-9a-f]{32}$/),
      "meta account 102290129340398",
    ]);
    const url = out[0]?.replace("ready ", "");
    const headers = { authorization: "Bearer t" };
    const numbers = await fetch(`${url}/v24.0/102290129340398/phone_numbers`, { headers });
    expect((await numbers.json()).data).toHaveLength(1);
    stop.abort();
    expect(await running).toBe(0);
  });

  it.each([
    [[], false],
    [["--media"], true],
    [["--media-address", "127.0.0.2", "--media-address", "127.0.0.3"], true],
  ])("with %j reports whether media is on", async (flags, media) => {
    const stop = new AbortController();
    const out: string[] = [];
    const running = runCli([...flags, "--quiet"], {
      out: (line) => out.push(line),
      err: (line) => out.push(line),
      signal: stop.signal,
    });
    await waitFor(() => out.length === 3);
    const url = out[0]?.replace("ready ", "");
    expect(await (await fetch(`${url}/_sim`)).json()).toMatchObject({ media });
    stop.abort();
    expect(await running).toBe(0);
  });

  it("prints help", async () => {
    const { code, out } = await run("--help");
    expect([code, out.join()]).toEqual([0, expect.stringContaining("trigger --list")]);
  });
});
