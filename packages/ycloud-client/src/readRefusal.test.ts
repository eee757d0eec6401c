import {
  type ErrorCode,
  errorCodes,
  readWhatsappError,
  whatsappErrorCodes,
} from "@skale-calls/core";
import { statusErrors } from "@skale-calls/core/transport";
import { describe, expect, it } from "vitest";
import { ycloudErrors } from "./errorTables.ts";
import { createTestClient, json, phoneId, useTestServer, wacid } from "./testServer.ts";

const server = useTestServer();
const { calls } = createTestClient();

/** Lets YCloud refuse a command, and returns the error. */
async function refuse(status: number, error: unknown, headers: Record<string, string> = {}) {
  server.answer(json(error === undefined ? {} : { error }, { status, headers }));
  return calls.terminate({ phoneId, wacid }).catch((thrown: unknown) => thrown);
}

/** Meta's HTTP statuses: https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/ */
const otherStatuses: Readonly<Record<string, number>> = {
  "138000": 401,
  "138002": 429,
  "138004": 500,
  "138006": 401,
};

describe("WhatsApp's codes", () => {
  it.each(whatsappErrorCodes)("%s has the meaning that core gives it", async (whatsappCode) => {
    const httpStatus = otherStatuses[whatsappCode] ?? 400;
    const ycloudCode = httpStatus === 401 ? "UNAUTHORIZED" : "BAD_REQUEST";
    const error = await refuse(httpStatus, {
      status: httpStatus,
      code: ycloudCode,
      whatsappApiError: { message: `(#${whatsappCode}) text`, code: whatsappCode },
    });
    const { code, reason } = readWhatsappError(whatsappCode) ?? {};
    expect(error).toMatchObject({
      name: "YCloudError",
      code,
      outcome: httpStatus < 500 ? "rejected" : "ambiguous",
      httpStatus,
      ycloudCode,
      whatsappCode,
      details: { reason },
    });
    expect(server.sent).toHaveLength(1);
  });

  it("may be numbers", async () => {
    const whatsappApiError = { message: "x", code: 138006 };
    expect(await refuse(401, { code: "UNAUTHORIZED", whatsappApiError })).toMatchObject({
      code: "no_permission",
      whatsappCode: "138006",
    });
  });

  it.each([
    [401, "UNAUTHORIZED"],
    [403, "FORBIDDEN"],
    [400, "BAD_REQUEST"],
  ])(
    "an unknown one with HTTP %i is a refusal, and not about our key or parameters",
    async (status, code) => {
      const whatsappApiError = { message: "x", code: "138016" };
      expect(await refuse(status, { status, code, whatsappApiError })).toMatchObject({
        code: "provider_refused",
        status: 422,
        whatsappCode: "138016",
      });
    },
  );

  it("an unknown one with HTTP 429 is a rate limit", async () => {
    const whatsappApiError = { message: "x", code: "999999" };
    expect(await refuse(429, { code: "TOO_MANY_REQUESTS", whatsappApiError })).toMatchObject({
      code: "rate_limited",
      status: 429,
    });
  });
});

const ycloudCases: [httpStatus: number, code: ErrorCode, ycloudCodes: string[]][] = [
  [
    400,
    "invalid_parameter",
    [
      "BAD_REQUEST",
      "PARAM_INVALID",
      "PARAM_INVALID_LENGTH",
      "PARAM_MISSING",
      "PARAM_NOT_MATCH",
      "WHATSAPP_DIRECT_SEND_UNSUPPORTED_COMPONENT",
    ],
  ],
  [400, "not_available", ["MESSAGING_REGION_UNSUPPORTED"]],
  [401, "provider_auth", ["UNAUTHORIZED"]],
  [403, "provider_auth", ["FORBIDDEN"]],
  [403, "payment_required", ["BALANCE_INSUFFICIENT"]],
  [
    403,
    "provider_refused",
    [
      "ACCOUNT_LIMITED",
      "ACCOUNT_UNAVAILABLE",
      "CONTENT_PROHIBITED",
      "EMAIL_DOMAIN_UNVERIFIED",
      "RECIPIENT_IN_BLOCK_LIST",
      "RECIPIENT_UNSUBSCRIBED",
      "SENDER_ID_UNAVAILABLE",
      "SMS_SIGNATURE_UNAVAILABLE",
      "WHATSAPP_BUSINESS_ACCOUNT_UNAVAILABLE",
      "WHATSAPP_WABA_UNAVAILABLE",
      "WHATSAPP_PHONE_NUMBER_UNAVAILABLE",
      "WHATSAPP_TEMPLATE_UNAVAILABLE",
      "WHATSAPP_TEMPLATE_UNEDITABLE",
    ],
  ],
  [404, "provider_not_found", ["NOT_FOUND"]],
  [409, "provider_refused", ["ALREADY_EXISTS"]],
  [413, "invalid_parameter", ["CONTENT_TOO_LARGE"]],
  [429, "rate_limited", ["ACCOUNT_RATE_LIMITED", "SENDER_RATE_LIMITED", "TOO_MANY_REQUESTS"]],
  [500, "provider_error", ["INTERNAL_SERVER_ERROR"]],
  [503, "provider_error", ["SERVICE_UNAVAILABLE"]],
];
const ycloudRows = ycloudCases.flatMap(([status, code, names]) =>
  names.map((name) => [name, status, code] as const),
);

describe("YCloud's codes", () => {
  it("are all tested here", () => {
    expect(ycloudRows.map(([name]) => name).sort()).toEqual(Object.keys(ycloudErrors).sort());
  });

  it.each(ycloudRows)("%s with HTTP %i is %s", async (ycloudCode, httpStatus, code) => {
    expect(await refuse(httpStatus, { status: httpStatus, code: ycloudCode })).toMatchObject({
      code,
      status: errorCodes[code].status,
      outcome: httpStatus < 500 ? "rejected" : "ambiguous",
      httpStatus,
      ycloudCode,
    });
    expect(server.sent).toHaveLength(1);
  });
});

describe("bare HTTP statuses", () => {
  const cases: [status: number, code: ErrorCode, outcome: string][] = [
    [302, "provider_response_invalid", "ambiguous"],
    [400, "invalid_parameter", "rejected"],
    [401, "provider_auth", "rejected"],
    [402, "payment_required", "rejected"],
    [403, "provider_auth", "rejected"],
    [404, "provider_not_found", "rejected"],
    [408, "provider_refused", "rejected"],
    [409, "provider_refused", "rejected"],
    [413, "invalid_parameter", "rejected"],
    [415, "invalid_parameter", "rejected"],
    [422, "invalid_parameter", "rejected"],
    [429, "rate_limited", "rejected"],
    [500, "provider_error", "ambiguous"],
    [502, "provider_error", "ambiguous"],
    [503, "provider_error", "ambiguous"],
    [504, "provider_timeout", "ambiguous"],
  ];
  it("of the table are all tested here", () => {
    const tried = cases.map(([status]) => String(status));
    expect(tried).toEqual(expect.arrayContaining(Object.keys(statusErrors)));
  });

  it.each(cases)("%i is %s, %s", async (httpStatus, code, outcome) => {
    expect(await refuse(httpStatus, undefined)).toMatchObject({ code, outcome, httpStatus });
    expect(await refuse(httpStatus, { code: "SOMETHING_NEW" })).toMatchObject({
      code,
      outcome,
      ycloudCode: "SOMETHING_NEW",
    });
    expect(server.sent).toHaveLength(2);
  });
});

describe("the envelope", () => {
  const error = { status: 400, code: "PARAM_INVALID", requestId: "req_body", target: "limit" };

  it("contains the request's id, with the header's first", async () => {
    expect(await refuse(400, error)).toMatchObject({ requestId: "req_body" });
    expect(await refuse(400, error, { "YCloud-Request-ID": "req_header" })).toMatchObject({
      requestId: "req_header",
    });
  });

  it("contains target, message and WhatsApp's explanation", async () => {
    const whatsappApiError = {
      code: "138012",
      message: "limit",
      error_data: { messaging_product: "whatsapp", details: "again at 2026-11-23T10:00:00Z" },
    };
    const body = { ...error, message: "Call limit.", whatsappApiError };
    expect(await refuse(400, body)).toMatchObject({
      details: {
        target: "limit",
        message: "Call limit.",
        explanation: "again at 2026-11-23T10:00:00Z",
        reason: "Limit of calls to this contact reached",
      },
    });
  });

  it("accepts a template's error_data, a string", async () => {
    const whatsappApiError = { code: "100", message: "m", error_data: "Name is taken" };
    expect(await refuse(400, { ...error, whatsappApiError })).toMatchObject({
      details: { explanation: "Name is taken" },
    });
  });

  it.each([
    ["a list", []],
    ["a string", "PARAM_INVALID"],
    ["wrong types", { code: 7, requestId: {}, target: null, whatsappApiError: "x" }],
    ["prototype names", { code: "constructor", whatsappApiError: { code: "toString" } }],
  ])("may be %s", async (_, envelope) => {
    expect(await refuse(409, envelope)).toMatchObject({ code: "provider_refused" });
  });

  it("is read with any content type", async () => {
    server.answer(new Response(JSON.stringify({ error }), { status: 400 }));
    await expect(calls.reject({ phoneId, wacid })).rejects.toMatchObject({ requestId: "req_body" });
  });

  it("may be missing: a gateway's page", async () => {
    server.answer(new Response("<html>Bad gateway</html>", { status: 502 }));
    const thrown = await calls.reject({ phoneId, wacid }).catch((value: unknown) => value);
    expect(thrown).toMatchObject({ code: "provider_error", details: { httpStatus: 502 } });
    expect(JSON.stringify(thrown)).not.toContain("gateway");
  });
});

describe("retryAfter", () => {
  it("is read from WhatsApp's time of the next call", async () => {
    const details = `Again at ${Date.now() + 90_000}`;
    const whatsappApiError = { code: "138012", message: "limit", error_data: { details } };
    const error = await refuse(400, { code: "BAD_REQUEST", whatsappApiError });
    expect([89, 90]).toContain((error as { retryAfter?: number }).retryAfter);
    expect(error).toMatchObject({ details: { explanation: "Again at [removed]" } });
  });

  it.each([429, 503])("is read with HTTP %i", async (status) => {
    expect(await refuse(status, { code: "X" }, { "Retry-After": "7" })).toMatchObject({
      retryAfter: 7,
    });
  });
});
