import { contractWorld } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { writeSdp } from "@skale-calls/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Backend, startBackend, until } from "./startBackend.ts";

/** The steps of docs/change-the-provider.md: one number moves from YCloud to Meta while calls are in progress. */
const number = "+5215500000001";
const newNumberId = "990000000000001";
const [branchA] = contractWorld.branches;
const [inbox] = contractWorld.inboxes;
const verifyToken = "a text of our choice";

let meta: Simulator;
let backend: Backend;
let ana: string;

beforeAll(async () => {
  meta = await startSimulator({
    provider: "meta",
    businessPhone: number,
    phoneId: newNumberId,
    signalMs: 5,
    ringMs: 20,
    talkMs: 60_000,
  });
  backend = await startBackend({
    env: {
      META_ACCESS_TOKEN: meta.meta.accessToken,
      META_API_BASE: meta.url,
      META_WABA_ID: meta.meta.wabaId,
      META_APP_SECRET: meta.meta.appSecret,
      META_VERIFY_TOKEN: verifyToken,
    },
  });
  ana = (await backend.signUpAgent(branchA)).accessToken;
  const subscribed = await fetch(`${meta.url}/v25.0/${meta.meta.appId}/subscriptions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${meta.meta.accessToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      object: "whatsapp_business_account",
      callback_url: backend.webhookUrl,
      verify_token: verifyToken,
      fields: ["calls", "messages"],
    }),
  });
  expect(await subscribed.json()).toEqual({ success: true });
}, 60_000);
afterAll(async () => {
  await backend.stop();
  await meta.close();
});

/** A WhatsApp user calls our number. */
async function ring(at: Simulator, from: string): Promise<string> {
  const response = await fetch(`${at.url}/_sim/calls`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from, to: number }),
  });
  expect(response.ok).toBe(true);
  return rowOf(from);
}

/** Returns the id of a contact's call, once it has a status other than `iniciando` or an SDP offer. */
async function rowOf(contact: string): Promise<string> {
  let id = "";
  await until(async () => {
    const call = (await backend.readCalls()).find(({ contact_phone }) => contact_phone === contact);
    id = call?.session || call?.answered_at ? call.id : "";
    return id !== "";
  });
  return id;
}

async function dial(to: string): Promise<string> {
  const { status, body } = await backend.ask(ana, "", { to, sdp: writeSdp("actpass") });
  expect(status, body.error).toBe(200);
  await until(async () =>
    (await backend.readCalls()).some(
      (call) => call.contact_phone === to && call.answered_at !== null,
    ),
  );
  return body.call?.id ?? "";
}

const accept = async (id: string) =>
  expect(await backend.ask(ana, `/${id}/accept`, { sdp: writeSdp("active") })).toMatchObject({
    status: 200,
  });
const hangUp = async (id: string) =>
  expect(await backend.ask(ana, `/${id}/hangup`)).toMatchObject({ status: 200 });

const moveTo = (provider: string | null, phoneId: string) =>
  backend.database.sql`
    update whatsapp_inboxes set provider = ${provider}, provider_phone_id = ${phoneId}
    where id = ${inbox.id}`;

const contactsOf = ({ calls }: Simulator) =>
  calls().map(({ from, to, state }) => [from === number ? to : from, state]);

it("calls in progress end at YCloud, and the next ones are at Meta", async () => {
  const dialledBefore = await dial("+525587650001");
  const ringsBefore = await ring(backend.simulator, "+525587650002");

  await moveTo("meta", newNumberId);
  const dialledAfter = await dial("+525587650003");
  await accept(ringsBefore);
  const ringsAfter = await ring(meta, "+525587650004");
  await accept(ringsAfter);
  for (const id of [dialledBefore, ringsBefore, dialledAfter, ringsAfter]) await hangUp(id);

  await moveTo(null, inbox.providerPhoneId);
  await hangUp(await dial("+525587650005"));

  const isOver = async () =>
    (await backend.readCalls()).every(({ status }) => status === "completada");
  await until(isOver);
  const calls = await backend.readCalls();
  expect(
    calls.map(({ contact_phone, provider, inbox_id }) => [contact_phone, provider, inbox_id]),
  ).toEqual([
    ["+525587650001", "ycloud", inbox.id],
    ["+525587650002", "ycloud", inbox.id],
    ["+525587650003", "meta", inbox.id],
    ["+525587650004", "meta", inbox.id],
    ["+525587650005", "ycloud", inbox.id],
  ]);
  expect(contactsOf(backend.simulator)).toEqual([
    ["+525587650001", "ended"],
    ["+525587650002", "ended"],
    ["+525587650005", "ended"],
  ]);
  expect(contactsOf(meta)).toEqual([
    ["+525587650003", "ended"],
    ["+525587650004", "ended"],
  ]);
}, 60_000);
