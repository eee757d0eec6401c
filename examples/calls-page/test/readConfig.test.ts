import { afterEach, expect, test, vi } from "vitest";
import { readConfig } from "../src/config/readConfig.ts";

const least = { supabaseUrl: "https://abc.supabase.co", publishableKey: "sb_publishable_1" };

const read = (config: object) => {
  vi.stubGlobal("fetch", async () => Response.json(config));
  return readConfig("/config.json");
};
afterEach(() => vi.unstubAllGlobals());

test("costs go by UTC unless the account's time zone is set", async () => {
  expect(await read(least)).toMatchObject({ accountTimeZone: "UTC", realtime: true });
  const accountTimeZone = "America/Mexico_City";
  expect(await read({ ...least, accountTimeZone })).toMatchObject({ accountTimeZone });
});

test.each([
  [{ accountTimeZone: "Mexico" }, /Not a time zone/],
  [{ accountTimeZone: "" }, /Not a time zone/],
  [{ iceServers: [{ urls: "turn:turn.example.com" }] }, /Only STUN servers/],
])("%j is refused", async (wrong, message) => {
  await expect(read({ ...least, ...wrong })).rejects.toThrow(message);
});
