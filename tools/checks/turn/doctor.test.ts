import { createTurnCredentials } from "@skale-calls/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { probeIceServer } from "../../../examples/supabase/src/doctor/turn/probeIceServer.ts";
import { type Coturn, startCoturn } from "./startCoturn.ts";

let coturn: Coturn;
beforeAll(async () => {
  coturn = await startCoturn();
}, 30_000);
afterAll(() => coturn.stop());

async function probe(url: string, secret = coturn.secret) {
  const { iceServers } = await createTurnCredentials({ urls: [url], secret })({ userId: "doctor" });
  const [{ username = "", credential = "" } = {}] = iceServers;
  return probeIceServer({ url, username, credential });
}

/** The same server by another transport. */
const by = (scheme: string, transport: string) =>
  coturn.url.replace(/^turn/, scheme).replace(/\?.*/, transport);

it.each([
  ["TCP", "?transport=tcp"],
  ["UDP", "?transport=udp"],
  ["UDP, which is the default", ""],
])("skale-calls-doctor gets a relay by %s", async (_, transport) => {
  expect(await probe(by("turn", transport))).toEqual({ outcome: "relayed" });
});

it("skale-calls-doctor sees that a secret is wrong", async () => {
  expect(await probe(by("turn", "?transport=tcp"), "another secret")).toEqual({
    outcome: "refused",
    code: 401,
  });
});

it("skale-calls-doctor sees that a STUN server answers, and that none does", async () => {
  expect(await probe(by("stun", ""))).toEqual({ outcome: "answered" });
  expect(await probe("turn:127.0.0.1:1?transport=tcp")).toEqual({ outcome: "silent" });
  expect(await probe("turns:127.0.0.1:1?transport=udp")).toEqual({ outcome: "unsupported" });
});
