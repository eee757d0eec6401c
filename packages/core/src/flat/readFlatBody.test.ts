import { describe, expect, test } from "vitest";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { flatWebhooks } from "./flatWebhooks.ts";

const { parse } = flatWebhooks({ token: "the token" });
const receivedAt = new Date("2026-11-22T18:00:00.000Z");
const form = "application/x-www-form-urlencoded";

function read(body: string | Uint8Array, contentType = form) {
  const rawBody = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const headers = new Headers({ "content-type": contentType });
  return parse({ rawBody, headers, url: "https://example.com", receivedAt });
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return isCallsError(error) ? error.code : String(error);
  }
}

const json = '{"call_id":"flat.1","event":"ringing","from":"5215512345678@c.us"}';
const ringing = { kind: "ringing", callId: "flat.1", parties: { from: "+5215512345678" } };

describe("a flat sender's body", () => {
  test("may be a form in Twilio's format", () => {
    const body = new URLSearchParams({
      CallSid: "CA1",
      CallStatus: "completed",
      From: "whatsapp:+5215512345678",
      To: "+525587654321",
      Direction: "inbound",
      CallDuration: "42",
      Timestamp: "Sun, 24 Aug 2025 13:49:54 +0000",
      RecordingUrl: "https://example.com/1",
    }).toString();
    expect(read(body)).toMatchObject([
      {
        kind: "terminated",
        callId: "CA1",
        cause: "completed",
        durationSeconds: 42,
        occurredAt: "2025-08-24T13:49:54.000Z",
        direction: "entrante",
        contact: { phone: "+5215512345678" },
        business: { phone: "+525587654321" },
      },
      { kind: "recording", url: "https://example.com/1" },
    ]);
  });

  test.each([
    [
      "with a charset",
      "call_id=flat.1&event=ringing&from=0052%201%2055%201234%205678",
      `${form}; charset=UTF-8`,
    ],
    ["with a + that nobody encoded", "call_id=flat.1&event=ringing&from=+5215512345678", form],
    ["with a line break at the end", "call_id=flat.1&event=ringing&from=5215512345678\r\n", form],
    ["with a field twice", "call_id=flat.1&event=ringing&from=5215512345678&event=completed", form],
    ["under another content type", "call_id=flat.1&event=ringing&from=5215512345678", "text/plain"],
    ["with the JSON in a field", `payload=${encodeURIComponent(json)}`, form],
    ["with the JSON in a field of another name", `v=1&data=${encodeURIComponent(json)}`, form],
    ["with the JSON in place of a field", encodeURIComponent(json), form],
    ["that is JSON", json, form],
    ["that is JSON of no type", json, "text/plain"],
    ["with a byte order mark", `\ufeff${json}`, "application/json"],
  ])("a form %s", (_, body, contentType) => {
    expect(read(body, contentType)).toMatchObject([ringing]);
  });

  test("may be UTF-16, or Latin 1 if the charset says so", () => {
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(json, (unit) => unit.charCodeAt(0)).buffer),
    ]);
    expect(read(utf16, "application/json")).toMatchObject([ringing]);
    const latin = json.replace('"ringing"', '"ringing","transcript":"Adiós"');
    const bytes = Uint8Array.from(latin, (character) => character.charCodeAt(0));
    expect(read(bytes, "application/json; charset=ISO-8859-1")).toMatchObject([
      {},
      { text: "Adiós" },
    ]);
    expect(codeOf(() => read(bytes, "application/json"))).toBe("invalid_json");
    expect(read(json, "application/json; charset=nobody-knows")).toMatchObject([ringing]);
  });

  test("a form without a call id is one event that belongs to no call", () => {
    expect(read("status=completed&note=%7B")).toMatchObject([
      { kind: "unknown", problem: "webhook_call_id_missing" },
    ]);
  });

  test("is refused if it is neither JSON nor a form", () => {
    expect(codeOf(() => read("hello", "text/plain"))).toBe("invalid_json");
    expect(codeOf(() => read("a=b", "application/json"))).toBe("invalid_json");
    expect(codeOf(() => read("--x\r\n", "multipart/form-data; boundary=x"))).toBe(
      "unsupported_media",
    );
  });
});
