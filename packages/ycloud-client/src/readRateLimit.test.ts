import { describe, expect, it } from "vitest";
import { readRateLimit } from "./readRateLimit.ts";
import { createTestClient, json, useTestServer } from "./testServer.ts";

const now = Date.UTC(2026, 10, 26);
const read = (headers: Record<string, string>) => readRateLimit(new Headers(headers), now);

describe("the headers of a quota", () => {
  it.each([
    [
      {
        "RateLimit-Limit": "200",
        "RateLimit-Remaining": "199",
        "RateLimit-Reset": "30",
        "RateLimit-Policy": "200;w=1",
      },
      { limit: 200, remaining: 199, resetAt: new Date(now + 30_000), policy: "200;w=1" },
    ],
    [{ "ratelimit-limit": "10000, 10000;w=3600" }, { limit: 10_000 }],
    [{ "RateLimit-Remaining": "0", "RateLimit-Reset": "soon" }, { remaining: 0 }],
    [{ "RateLimit-Limit": "-5", "RateLimit-Remaining": "12345678901" }, null],
    [{ "RateLimit-Policy": " " }, null],
    [{}, null],
  ])("%j", (headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });
});

const server = useTestServer();
const quota = (remaining: number) => ({
  "RateLimit-Limit": "200",
  "RateLimit-Remaining": String(remaining),
});

it("the client has the quota of the last response that described one", async () => {
  const client = createTestClient();
  expect(client.rateLimit).toBeNull();
  server.answer(
    json({ items: [] }, { headers: quota(7) }),
    json({ items: [] }),
    json({}, { status: 403, headers: quota(6) }),
  );
  await client.phoneNumbers.list();
  expect(client.rateLimit).toEqual({ limit: 200, remaining: 7 });
  await client.phoneNumbers.list();
  expect(client.rateLimit).toEqual({ limit: 200, remaining: 7 });
  await expect(client.phoneNumbers.list()).rejects.toThrow();
  expect(client.rateLimit).toEqual({ limit: 200, remaining: 6 });
});

it("an error has the quota of its response, outside its details", async () => {
  server.answer(json({}, { status: 429, headers: { ...quota(0), "Retry-After": "60" } }));
  const error = await createTestClient()
    .phoneNumbers.list()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "rate_limited",
    retryAfter: 60,
    rateLimit: { limit: 200, remaining: 0 },
    details: { httpStatus: 429 },
  });
  expect(JSON.stringify((error as { details: unknown }).details)).not.toContain("rateLimit");
});
