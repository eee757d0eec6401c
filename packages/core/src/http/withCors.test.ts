import { describe, expect, it, vi } from "vitest";
import { logEvents } from "../ports/logEvents.ts";
import { checkWebhookAnswers } from "../testing/checkAnswers.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";
import { readOrigin } from "./withCors.ts";

const url = "https://x.example/whatsapp-call-webhook";
const quiet = { info() {}, warn() {}, error() {} };

function setUp(allowedOrigins?: readonly string[]) {
  const warn = vi.fn();
  const handler = checkWebhookAnswers(
    createWebhookHandler({
      store: createMemoryCallStore(),
      sources: [],
      onEvent: logEvents({ ...quiet, warn }),
      ...(allowedOrigins ? { allowedOrigins } : {}),
    }),
  );
  const allow = async (origin: string, method = "POST", more: Record<string, string> = {}) =>
    (await handler(new Request(url, { method, headers: { origin, ...more } }))).headers.get(
      "access-control-allow-origin",
    );
  return { allow, warn };
}

describe("allowed origins", () => {
  it.each([
    "https://app.example",
    "https://app.example/",
    "https://app.example/calls?x=1",
    "HTTPS://App.Example",
    "https://app.example:443",
  ])("%s is https://app.example", async (entry) => {
    const { allow } = setUp([entry]);
    expect(await allow("https://app.example")).toBe("https://app.example");
    expect(await allow("https://app.example", "OPTIONS")).toBe("https://app.example");
    expect(await allow("http://app.example")).toBeNull();
  });

  it("may be an app's origin, and include every origin if none or * is given", async () => {
    expect(await setUp(["capacitor://localhost"]).allow("capacitor://localhost")).toBe(
      "capacitor://localhost",
    );
    for (const open of [undefined, [], ["*"], ["https://app.example", "*"]]) {
      expect(await setUp(open).allow("https://any.example")).toBe("*");
    }
  });

  it.each(["app.example", "https://*.app.example", "localhost:5173", "", "null"])(
    "%j is not an origin, and throws when the handler is created",
    (entry) => {
      expect(() => setUp(["https://app.example", entry])).toThrow(
        expect.objectContaining({
          code: "misconfigured",
          message: expect.stringContaining("origin"),
        }),
      );
      expect(() => readOrigin(entry)).toThrow(CallsError);
    },
  );

  it("are logged once when refused, up to a limit", async () => {
    const { allow, warn } = setUp(["https://app.example"]);
    await allow("http://localhost:5173", "POST", { "x-request-id": "req-1" });
    await allow("http://localhost:5173", "OPTIONS");
    expect(warn.mock.calls).toEqual([
      [
        "origin_refused",
        { problem: "origin_refused", origin: "http://localhost:5173", requestId: "req-1" },
      ],
    ]);
    for (let port = 1; port <= 300; port++) await allow(`http://localhost:${port}`);
    expect(warn.mock.calls.length).toBe(100);
  });
});
