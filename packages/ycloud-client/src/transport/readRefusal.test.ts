import { type ErrorCode, errorCodes } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { statusErrors, whatsappErrors, ycloudErrors } from "../errorTables.ts";
import { createTestClient, json, phoneId, useTestServer, wacid } from "../testServer.ts";

const server = useTestServer();
const { calls } = createTestClient();

/** YCloud's answer to a command, as an error. */
async function refuse(status: number, error: unknown, headers: Record<string, string> = {}) {
  server.answer(json(error === undefined ? {} : { error }, { status, headers }));
  return calls.terminate({ phoneId, wacid }).catch((thrown: unknown) => thrown);
}

/** Meta's error reference, https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/ */
const whatsappCases: [code: string, http: number, ours: ErrorCode][] = [
  ["4", 429, "rate_limited"],
  ["100", 400, "invalid_parameter"],
  ["613", 429, "rate_limited"],
  ["80007", 429, "rate_limited"],
  ["130429", 429, "rate_limited"],
  ["131000", 500, "provider_error"],
  ["131005", 403, "provider_refused"],
  ["131009", 400, "invalid_parameter"],
  ["131026", 400, "receiver_uncallable"],
  ["131030", 400, "receiver_uncallable"],
  ["131042", 400, "payment_required"],
  ["131044", 400, "payment_required"],
  ["131055", 400, "not_eligible"],
  ["131056", 429, "rate_limited"],
  ["131062", 400, "invalid_parameter"],
  ["138000", 401, "calling_disabled"],
  ["138001", 400, "receiver_uncallable"],
  ["138002", 429, "concurrent_limit"],
  ["138003", 400, "duplicate_call"],
  ["138004", 500, "provider_error"],
  ["138005", 429, "rate_limited"],
  ["138006", 401, "no_permission"],
  ["138007", 500, "provider_error"],
  ["138008", 400, "invalid_sdp"],
  ["138009", 400, "permission_limit"],
  ["138012", 400, "call_limit"],
  ["138013", 400, "not_available"],
  ["138014", 400, "calling_restricted"],
  ["138015", 400, "not_eligible"],
  ["138017", 400, "permission_already_granted"],
  ["138018", 400, "not_eligible"],
  ["138019", 400, "provider_error"],
  ["138020", 400, "provider_error"],
  ["138021", 400, "call_ended"],
  ["138022", 400, "call_ended"],
  ["138023", 400, "call_ended"],
  ["139000", 400, "calling_restricted"],
];

describe("WhatsApp's codes", () => {
  it("are all tried here", () => {
    expect(whatsappCases.map(([code]) => code)).toEqual(
      Object.keys(whatsappErrors).sort((a, b) => Number(a) - Number(b)),
    );
  });

  it.each(whatsappCases)("%s with HTTP %i is %s", async (whatsappCode, httpStatus, code) => {
    const ycloudCode = httpStatus === 401 ? "UNAUTHORIZED" : "BAD_REQUEST";
    const error = await refuse(httpStatus, {
      status: httpStatus,
      code: ycloudCode,
      whatsappApiError: { message: `(#${whatsappCode}) text`, code: whatsappCode },
    });
    expect(error).toMatchObject({
      name: "YCloudError",
      code,
      status: errorCodes[code].status,
      outcome: httpStatus < 500 ? "rejected" : "ambiguous",
      httpStatus,
      ycloudCode,
      whatsappCode,
      details: { reason: whatsappErrors[whatsappCode]?.reason },
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
    "an unknown one with HTTP %i is a refusal, not our key's fault or ours",
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
  it("are all tried here", () => {
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
  it("of the table are all tried here", () => {
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

  it("gives the request's id, the header's first", async () => {
    expect(await refuse(400, error)).toMatchObject({ requestId: "req_body" });
    expect(await refuse(400, error, { "YCloud-Request-ID": "req_header" })).toMatchObject({
      requestId: "req_header",
    });
  });

  it("gives target, message and WhatsApp's explanation", async () => {
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
        reason: "Limit of calls to this contact hit",
      },
    });
  });

  it("takes a template's error_data, a string", async () => {
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

  it("is read whatever the content type says", async () => {
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
  it.each([429, 503])("comes with HTTP %i", async (status) => {
    expect(await refuse(status, { code: "X" }, { "Retry-After": "7" })).toMatchObject({
      retryAfter: 7,
    });
  });
});
