import { describe, expect, it } from "vitest";
import { createIceServers } from "../supabase/functions/_shared/createIceServers.ts";
import { readEnvironment } from "../supabase/functions/_shared/environment.ts";

const least = { SUPABASE_URL: "https://abc.supabase.co", SUPABASE_SERVICE_ROLE_KEY: "key" };
const turnUrl = "turns:turn.example.com:443?transport=tcp";
const fixed = [
  { urls: "stun:stun.example.com" },
  { urls: ["turn:fixed.example.com"], username: "team", credential: "password" },
];
const userId = "a0000000-0000-4000-8000-000000000001";

const listOf = (env: Record<string, string>) =>
  createIceServers(readEnvironment({ ...least, ...env }))({ userId });

describe("the servers of the environment", () => {
  it("are none by default", async () => {
    expect(await listOf({})).toEqual({ iceServers: [], seconds: null });
  });

  it("are a static list without an end", async () => {
    const env = { ICE_SERVERS: JSON.stringify(fixed) };
    expect(await listOf(env)).toEqual({ iceServers: fixed, seconds: null });
  });

  it("are the static list and a TURN server with a short-lived credential", async () => {
    const list = await listOf({
      ICE_SERVERS: JSON.stringify(fixed),
      TURN_URLS: turnUrl,
      TURN_SECRET: "north",
      TURN_SECONDS: "600",
    });
    expect(list).toEqual({
      iceServers: [
        ...fixed,
        {
          urls: [turnUrl],
          username: expect.stringMatching(/^\d{10}:[\da-f]{16}$/),
          credential: expect.any(String),
        },
      ],
      seconds: 600,
    });
    expect(JSON.stringify(list)).not.toContain("north");
  });
});
