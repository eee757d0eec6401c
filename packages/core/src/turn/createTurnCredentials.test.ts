import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTurnCredentials, type TurnCredentialsOptions } from "./createTurnCredentials.ts";

const urls = ["turn:turn.example.com:3478", "turns:turn.example.com:443?transport=tcp"];
const userId = "a0000000-0000-4000-8000-000000000001";
const now = () => new Date("2026-11-26T12:00:00.900Z");

const create = (options: Partial<TurnCredentialsOptions> = {}) =>
  createTurnCredentials({ urls, secret: "north", seconds: 600, now, ...options });

describe("the credential of a TURN server", () => {
  it("has the time of its end in the username, and the username's HMAC-SHA1 as the password", async () => {
    const { iceServers, seconds } = await create()({ userId });
    const [{ username = "", ...server } = { urls: "" }] = iceServers;
    expect(iceServers).toHaveLength(1);
    expect(seconds).toBe(600);
    expect(username).toMatch(/^1795695000:[\da-f]{16}$/);
    // By Node's own HMAC.
    const credential = createHmac("sha1", "north").update(username).digest("base64");
    expect(server).toEqual({ urls, credential });
  });

  it("is valid for an hour by default", async () => {
    expect(await createTurnCredentials({ urls, secret: "north", now })({ userId })).toMatchObject({
      seconds: 3600,
      iceServers: [{ username: expect.stringMatching(/^1795698000:/) }],
    });
  });

  it("names each agent by a hash that only the owner of the secret can compute", async () => {
    const nameOf = async (secret: string, user: string) =>
      (await create({ secret })({ userId: user })).iceServers[0]?.username;
    const name = await nameOf("north", userId);
    expect(await nameOf("north", userId)).toBe(name);
    expect(await nameOf("south", userId)).not.toBe(name);
    expect(await nameOf("north", userId.replace("1", "2"))).not.toBe(name);
    expect(JSON.stringify(await create()({ userId }))).not.toMatch(/a0000000|north/);
  });

  it.each([{ urls: [] }, { secret: "" }, { seconds: 0 }, { seconds: Number.NaN }])(
    "is not created with %j",
    (wrong) =>
      expect(() => create(wrong)).toThrow(expect.objectContaining({ code: "misconfigured" })),
  );
});
