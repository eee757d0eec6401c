import { randomUUID } from "node:crypto";
import { isCallsError } from "@skale-calls/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CallService, createCallService } from "../../src/index.ts";
import { type ServiceWorld, startServiceWorld } from "../serviceWorld.ts";

let world: ServiceWorld;
let service: CallService;
beforeAll(async () => {
  world = await startServiceWorld();
  service = createCallService(world.client, world.options);
});
afterEach(() => {
  delete world.answers.fetch;
});
afterAll(() => world.stop());

describe("initiateWhatsappCall", () => {
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    const requests: unknown[] = [];
    world.answers.fetch = (request) =>
      request.url.endsWith("/functions/v1/whatsapp-call")
        ? request.json().then((sent) => {
            requests.push(sent);
            return typeof body === "string"
              ? new Response(body, { status, headers })
              : Response.json(body, { status, headers });
          })
        : undefined;
    return requests;
  };
  const dial = () => service.initiateWhatsappCall({ to: "+525512345678" });

  it("sends the guide's fields, and the optional ones", async () => {
    const requests = answer(200, { ok: true, call_id: "wacid.1", call: { id: "1" } });
    expect(await dial()).toMatchObject({ call_id: "wacid.1", call: { id: "1" } });
    const id = randomUUID();
    await service.initiateWhatsappCall({ to: "+52", inboxId: "i", leadId: "l", sdp: "v=0", id });
    await service.initiateWhatsappCall({ recipient: "MX.13491208655302741918" });
    expect(requests).toEqual([
      { to: "+525512345678", inbox_id: null },
      { to: "+52", inbox_id: "i", lead_id: "l", sdp: "v=0", id },
      { recipient: "MX.13491208655302741918", inbox_id: null },
    ]);
  });

  it("returns an unclear outcome as a value", async () => {
    answer(202, { ok: true, outcome: "ambiguous", call_id: "pending:1", call: { id: "1" } });
    expect(await dial()).toMatchObject({ outcome: "ambiguous", call_id: "pending:1" });
  });

  it("throws the function's own code, message and details", async () => {
    const body = { ok: false, code: "no_permission", error: "Ask first.", details: { a: 1 } };
    answer(422, body);
    await expect(dial()).rejects.toMatchObject({
      code: "no_permission",
      outcome: "rejected",
      status: 422,
      message: "Ask first.",
      details: { a: 1 },
    });
    answer(429, { ok: false, code: "rate_limited", error: "Slow." }, { "Retry-After": "7" });
    await expect(dial()).rejects.toMatchObject({ code: "rate_limited", retryAfter: 7 });
  });

  it("understands the error of a gateway in front of the function", async () => {
    answer(401, { message: "Invalid JWT" });
    await expect(dial()).rejects.toMatchObject({ code: "invalid_token" });
    answer(404, "<html>not deployed</html>");
    await expect(dial()).rejects.toMatchObject({ code: "not_found" });
    answer(400, { code: "toString" });
    await expect(dial()).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("reports an unclear outcome when there was no clear answer", async () => {
    const unclear = { outcome: "ambiguous" };
    answer(504, "gateway timeout");
    await expect(dial()).rejects.toMatchObject({ ...unclear, code: "service_failed" });
    world.answers.fetch = () => Promise.reject(new TypeError("fetch failed"));
    const error = await dial().catch((thrown: unknown) => thrown);
    expect(isCallsError(error)).toBe(true);
    expect(error).toMatchObject({ ...unclear, code: "service_failed" });
    answer(200, { message: "not ours" });
    await expect(dial()).rejects.toMatchObject(unclear);
  });
});

describe("fetchIceServers", () => {
  it("returns the list in the form of the softphone's option", async () => {
    const iceServers = [{ urls: ["turn:turn.example.com"], username: "1:a", credential: "b" }];
    const body = { ok: true, ice_servers: iceServers, expires_at: null, seconds: 600 };
    world.answers.fetch = ({ url, method }) =>
      url.endsWith("/functions/v1/whatsapp-call/ice-servers") && method === "GET"
        ? Promise.resolve(Response.json(body))
        : undefined;
    expect(await service.fetchIceServers()).toEqual({ iceServers, seconds: 600 });
  });
});
