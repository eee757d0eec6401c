import { contractWorld } from "@skale-calls/core/testing";
import {
  type PostgresProxy,
  startGateway,
  startPostgresProxy,
  writeSdp,
} from "@skale-calls/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetCalls } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { callFunction } from "../../demo/src/startStack.ts";
import { type Backend, startBackend, until } from "./startBackend.ts";

const contact = "+525587654321";
const [branchA] = contractWorld.branches;
const offer = writeSdp("actpass");

let backend: Backend;
let proxy: PostgresProxy;
let ana: string;
let luis: string;

beforeAll(async () => {
  proxy = await startPostgresProxy();
  backend = await startBackend({ through: proxy.through });
  ana = (await backend.signUpAgent(branchA)).accessToken;
  luis = (await backend.signUpAgent(branchA)).accessToken;
}, 60_000);
beforeEach(async () => {
  await backend.tell("POST", "/reset");
  await forgetCalls(backend.database.sql);
});
afterAll(async () => {
  await backend.stop();
  await proxy.stop();
});

const behave = (behaviour: object) =>
  backend.tell("PUT", `/contacts/${encodeURIComponent(contact)}`, behaviour);
const hasStatus = (status: string) => async () =>
  (await backend.readCalls()).some((call) => call.status === status);

/** The row and its ghost must end as one completed call. */
async function expectOneCompletedCall(id?: string) {
  await until(async () =>
    backend.simulator.calls().every((call) => JSON.stringify(call).includes("ended")),
  );
  await until(async () =>
    (await backend.readCalls()).some(({ status }) => status === "completada"),
  );
  await backend.sweepAfter(61);
  const calls = await backend.readCalls();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    status: "completada",
    direction: "saliente",
    direction_source: "dialled",
  });
  expect(calls[0]?.user_id).not.toBeNull();
  if (id) expect(calls[0]?.id).toBe(id);
  expect(backend.simulator.calls()).toHaveLength(1);
}

describe("one dial is one call", () => {
  it("when the function is killed between the provider's answer and the save", async () => {
    await behave({ onIncoming: "answer", talkMs: 50 });
    let held = () => {};
    const isHeld = new Promise<void>((resolve) => {
      held = resolve;
    });
    // The proxy holds the request that saves, so the function is killed while it waits.
    const door = await startGateway({
      routes: {},
      fallback: async (request) => {
        const { pathname, search } = new URL(request.url);
        if (pathname.endsWith("/attach_whatsapp_call")) {
          held();
          return new Promise<Response>(() => {});
        }
        const body = request.method === "GET" ? undefined : await request.arrayBuffer();
        const answer = await fetch(`${backend.url}${pathname}${search}`, {
          method: request.method,
          headers: request.headers,
          ...(body === undefined ? {} : { body }),
        });
        return new Response(answer.body, { status: answer.status });
      },
    });
    const victim = await backend.startFunction(callFunction, { SUPABASE_URL: door.url });
    const dial = fetch(`${victim.url}/${callFunction}`, {
      method: "POST",
      headers: { authorization: `Bearer ${ana}` },
      body: JSON.stringify({ to: contact, sdp: offer }),
    }).catch(() => "cut off");
    await isHeld;
    await victim.kill();
    expect(await dial).toBe("cut off");
    await door.stop();
    await expectOneCompletedCall();
  });

  it("when a webhook overtakes the provider's answer", async () => {
    await behave({ onIncoming: "answer", talkMs: 50 });
    await backend.tell("PUT", "/faults", { connectError: "slow" });
    const dialled = await backend.ask(ana, "", { to: contact, sdp: offer });
    expect(dialled).toMatchObject({ status: 200, body: { ok: true } });
    await expectOneCompletedCall(dialled.body.call?.id);
  });

  it("when the provider's answer is lost", async () => {
    await behave({ onIncoming: "answer", talkMs: 50 });
    await backend.tell("PUT", "/faults", { connectError: "cut_after" });
    const dialled = await backend.ask(ana, "", { to: contact, sdp: offer });
    // 200 if a webhook has reported the call before the loss is noticed.
    expect([200, 202]).toContain(dialled.status);
    expect(dialled.body).toMatchObject({ ok: true });
    await expectOneCompletedCall(dialled.body.call?.id);
  });

  it("when the button is clicked twice", async () => {
    await behave({ onIncoming: "answer", talkMs: 50 });
    const id = crypto.randomUUID();
    const clicks = await Promise.all(
      [1, 2].map(() => backend.ask(ana, "", { id, to: contact, sdp: offer })),
    );
    expect(clicks.map(({ status, body }) => [status, body.call?.id])).toEqual([
      [200, id],
      [200, id],
    ]);
    await expectOneCompletedCall(id);
  });

  it("when the agent hangs up before the provider has dialled", async () => {
    await behave({ onIncoming: "answer", ringMs: 5_000 });
    await backend.tell("PUT", "/faults", { connectError: "slow" });
    const id = crypto.randomUUID();
    const dialling = backend.ask(ana, "", { id, to: contact, sdp: offer });
    await until(async () => (await backend.readCalls()).some((call) => call.id === id));
    expect((await backend.ask(ana, `/${id}/hangup`)).status).toBe(200);
    expect((await dialling).status).toBe(200);
    await until(hasStatus("cancelada"));
    expect(await backend.readCalls()).toMatchObject([{ id, end_reason: "cancelled" }]);
  });

  it.each(["cut_after", "timeout_after"])(
    "when the provider's answer is lost (%s) and the agent hangs up: the phone stops",
    async (connectError) => {
      await behave({ onIncoming: "answer", ringMs: 60_000 });
      await backend.tell("PUT", "/faults", { connectError });
      const id = crypto.randomUUID();
      const dialling = backend.ask(ana, "", { id, to: contact, sdp: offer });
      // The contact's phone rings: webhooks created a ghost, which is merged as soon as the provider's response is known to be lost.
      await until(async () => (await backend.readCalls()).some((call) => call.provider_call_id));
      expect((await backend.ask(ana, `/${id}/hangup`)).status).toBe(200);
      await until(hasStatus("cancelada"));
      expect(await backend.readCalls()).toMatchObject([{ id, end_reason: "cancelled" }]);
      await backend.tell("POST", "/reset");
      await dialling;
    },
  );

  it("when the hang-up comes before any webhook: the first webhook causes the hang-up at the provider", async () => {
    await behave({ onIncoming: "answer", ringMs: 60_000 });
    await backend.tell("PUT", "/faults", { connectError: "timeout_after", delayMs: 400 });
    const id = crypto.randomUUID();
    const dialling = backend.ask(ana, "", { id, to: contact, sdp: offer });
    await until(async () => (await backend.readCalls()).length === 1);
    expect((await backend.ask(ana, `/${id}/hangup`)).status).toBe(200);
    expect(await backend.readCalls()).toHaveLength(1);
    await until(hasStatus("cancelada"));
    expect(await backend.readCalls()).toMatchObject([{ id, end_reason: "cancelled" }]);
    await backend.tell("POST", "/reset");
    await dialling;
  });

  it("when the provider refuses: a failed call, and the reason", async () => {
    await behave({ onIncoming: "answer", permission: "none" });
    const dialled = await backend.ask(ana, "", { to: contact, sdp: offer });
    expect(dialled).toMatchObject({ status: 422, body: { ok: false, code: "no_permission" } });
    expect(await backend.readCalls()).toMatchObject([
      { status: "fallida", error_code: "no_permission" },
    ]);
  });
});

describe("an incoming call", () => {
  it("is won by one of two agents who accept at once", async () => {
    const { wacid } = await backend.tell("POST", "/calls", { from: contact, to: "+5215500000001" });
    const call = await until(async () =>
      (await backend.readCalls()).find((one) => one.session === "offer"),
    );
    expect(call).toMatchObject({ call_id: wacid, direction: "entrante", branch_id: branchA });
    const answers = await Promise.all(
      [ana, luis].map((token, index) =>
        backend.ask(token, `/${call.id}/accept`, { sdp: writeSdp("active", `${index}`) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("already_claimed");
    const winner = answers.find(({ status }) => status === 200)?.body.call;
    expect(winner).toMatchObject({ status: "en_curso" });
    const tokens = [ana, luis];
    const [own = "", other = ""] = answers[0]?.status === 200 ? tokens : tokens.toReversed();
    expect((await backend.ask(other, `/${call.id}/hangup`)).body.code).toBe("forbidden");
    expect((await backend.ask(own, `/${call.id}/hangup`)).status).toBe(200);
    await until(hasStatus("completada"));
    expect((await backend.readCalls())[0]?.session).toBeNull();
  });

  it("stays the agent's call, however often the agent clicks the button", async () => {
    await backend.tell("POST", "/calls", { from: contact, to: "+5215500000001" });
    const call = await until(async () =>
      (await backend.readCalls()).find((one) => one.session === "offer"),
    );
    const clicks = await Promise.all(
      [1, 2, 3].map(() => backend.ask(ana, `/${call.id}/accept`, { sdp: writeSdp("active") })),
    );
    expect(clicks.map(({ status, body }) => [status, body.call?.status])).toEqual(
      clicks.map(() => [200, "en_curso"]),
    );
  });

  it("is over for all agents when one agent refuses it", async () => {
    await backend.tell("POST", "/calls", { from: contact, to: "+5215500000001" });
    const call = await until(async () => (await backend.readCalls())[0]);
    expect((await backend.ask(ana, `/${call.id}/reject`)).body.call).toMatchObject({
      end_reason: "rejected",
    });
    await until(async () => (await backend.readCalls())[0]?.ended_at);
    expect((await backend.readCalls())[0]).toMatchObject({
      status: "cancelada",
      end_reason: "rejected",
    });
    const late = await backend.ask(luis, `/${call.id}/accept`, { sdp: writeSdp("active") });
    expect(late).toMatchObject({ status: 409, body: { code: "not_ringing" } });
  });
});

describe("while the database is down", () => {
  it("webhooks get 503, and no event is lost when the sender retries", async () => {
    await proxy.cut();
    const { wacid } = await backend.tell("POST", "/calls", {
      from: contact,
      to: "+5215500000001",
      ringMs: 30,
    });
    const attempts = () => backend.simulator.deliveries().flatMap((delivery) => delivery.attempts);
    await until(async () => attempts().some(({ status }) => status === 503));
    const dialled = await backend.ask(ana, "", { to: contact, sdp: offer });
    expect(dialled).toMatchObject({ status: 503, body: { code: "store_unavailable" } });
    await proxy.mend();
    await until(hasStatus("no_contestada"));
    expect(await backend.readCalls()).toMatchObject([{ call_id: wacid, end_reason: "missed" }]);
  });
});
