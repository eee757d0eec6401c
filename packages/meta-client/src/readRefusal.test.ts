import {
  type ErrorCode,
  errorCodes,
  readWhatsappError,
  whatsappErrorCodes,
} from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { MetaError } from "./metaError.ts";
import { callId, createTestClient, json, phoneId, refuse, to } from "./testServer.ts";

/** Lets Meta refuse a command, and returns the error. */
async function refusal(answer: Response): Promise<MetaError> {
  const { client, sent } = createTestClient([answer], { retry: { limit: 5, delay: () => 0 } });
  const error = await client.calls
    .terminate({ phoneId, callId })
    .catch((thrown: unknown) => thrown);
  expect(sent).toHaveLength(1);
  if (!(error instanceof MetaError)) throw error;
  return error;
}

/** Meta's HTTP statuses ("Troubleshooting"); the others are 400. */
const statuses: Readonly<Record<string, number>> = {
  "138000": 401,
  "138002": 429,
  "138004": 500,
  "138005": 429,
  "138006": 401,
  "138007": 500,
  "613": 429,
};

describe("codes", () => {
  it.each(whatsappErrorCodes)("%s has the meaning that core gives it", async (code) => {
    const status = statuses[code] ?? 400;
    const error = await refusal(refuse(status, { code: Number(code), type: "OAuthException" }));
    const meaning = readWhatsappError(code);
    expect(error).toMatchObject({
      name: "MetaError",
      code: meaning?.code,
      outcome: status < 500 ? "rejected" : "ambiguous",
      httpStatus: status,
      whatsappCode: code,
      details: { reason: meaning?.reason },
    });
  });

  const others: readonly [what: string, status: number, error: object, code: ErrorCode][] = [
    [
      "an unknown one of WhatsApp is not about our token",
      401,
      { code: 138099 },
      "provider_refused",
    ],
    ["nor about our parameters", 400, { code: 138016 }, "provider_refused"],
    ["an unknown one of WhatsApp with 429", 429, { code: 138099 }, "rate_limited"],
    ["an unknown one of the Graph API", 401, { code: 463 }, "provider_auth"],
    ["a missing permission", 403, { code: 294 }, "provider_auth"],
    ["the limit of a business use case", 400, { code: 80008 }, "rate_limited"],
    ["a text instead of a number", 400, { code: "138006" }, "no_permission"],
    ["no object", 400, { code: 100, error_subcode: 33 }, "provider_not_found"],
    ["another subcode", 400, { code: 100, error_subcode: 2018001 }, "invalid_parameter"],
    ["the limit of a user", 400, { code: 17 }, "rate_limited"],
    ["the limit of a page", 400, { code: 32 }, "rate_limited"],
    ["the limit of the application", 400, { code: 341 }, "rate_limited"],
    ["a session that has ended", 400, { code: 102 }, "provider_auth"],
    ["a wrong appsecret_proof", 400, { code: 104 }, "provider_auth"],
    ["an unknown one that can pass", 400, { code: 999, is_transient: true }, "provider_error"],
    ["the same of WhatsApp", 400, { code: 138099, is_transient: true }, "provider_error"],
    ["no code, but it can pass", 400, { is_transient: true }, "provider_error"],
    ["a limit that can pass", 429, { code: 999, is_transient: true }, "rate_limited"],
    ["a known one that can pass", 400, { code: 138006, is_transient: true }, "no_permission"],
    ["a code that cannot be read", 403, { code: {} }, "provider_auth"],
    ["no envelope", 404, {}, "provider_not_found"],
  ];
  it.each(others)("%s: %i %j is %s", async (_, status, error, code) => {
    expect(await refusal(refuse(status, error))).toMatchObject({
      code,
      status: errorCodes[code].status,
      outcome: "rejected",
    });
  });
});

it("reads every field of the envelope", async () => {
  const error = await refusal(
    refuse(400, {
      message: "(#138012) Business Initiated Calls Limit Hit",
      type: "OAuthException",
      code: 138012,
      error_subcode: 2494010,
      is_transient: false,
      error_user_title: "Limit",
      error_data: { messaging_product: "whatsapp", details: `Again at 1745622600 for ${to}` },
      fbtrace_id: "AbC1dEfGhIjK",
    }),
  );
  expect(error).toMatchObject({
    code: "call_limit",
    whatsappCode: "138012",
    subcode: "2494010",
    type: "OAuthException",
    isTransient: false,
    requestId: "AbC1dEfGhIjK",
    details: { explanation: "Again at [removed] for [removed]", title: "Limit" },
  });
});

it.each([
  [138012, 90],
  [138005, undefined],
])("the time in the details of %i is the time to wait", async (code, retryAfter) => {
  const time = Math.ceil(Date.now() / 1000) + 89;
  const error = await refusal(refuse(400, { code, error_data: { details: `Again: ${time}` } }));
  expect(error.retryAfter === undefined ? undefined : Math.round(error.retryAfter / 10) * 10).toBe(
    retryAfter,
  );
});

it("an explanation that repeats a user id does not reveal it", async () => {
  const { client } = createTestClient(
    [refuse(400, { code: 100, error_data: { details: "No recipient US.13491208655302741918" } })],
    { retry: { limit: 0 } },
  );
  const recipient = "US.13491208655302741918";
  const error = await client.permissions.get({ phoneId, recipient }).catch((thrown) => thrown);
  expect(error.details.explanation).toBe("No recipient [removed]");
});

it.each([
  [302, "provider_response_invalid", "ambiguous"],
  [500, "provider_error", "ambiguous"],
  [503, "provider_error", "ambiguous"],
  [504, "provider_timeout", "ambiguous"],
  [408, "provider_refused", "rejected"],
] as const)("a bare HTTP %i is %s, %s", async (status, code, outcome) => {
  expect(await refusal(new Response(null, { status }))).toMatchObject({ code, outcome });
});

describe("rate limits", () => {
  const app = { "x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":99.5}' };
  const business = {
    "x-business-use-case-usage": JSON.stringify({
      "1": [
        { type: "whatsapp", call_count: 100, total_time: 1, estimated_time_to_regain_access: 3 },
      ],
    }),
  };

  it("are told with the seconds to wait", async () => {
    const error = await refusal(refuse(400, { code: 80007 }, { ...app, ...business }));
    expect(error).toMatchObject({
      code: "rate_limited",
      status: 429,
      retryAfter: 180,
      usage: { percent: 100, retryAfter: 180 },
    });
  });

  it.each([
    [{}, null],
    [app, { percent: 99.5 }],
    [business, { percent: 100, retryAfter: 180 }],
    [{ "x-app-usage": "{}" }, null],
    [{ "x-app-usage": "soon", "x-business-use-case-usage": "[1]" }, null],
    [{ "x-app-usage": '{"call_count":"many","total_time":3}' }, { percent: 3 }],
  ])("of the last response are kept: %j", async (headers, usage) => {
    const { client } = createTestClient([json({ success: true }, { headers })]);
    expect(client.usage).toBeNull();
    await client.calls.terminate({ phoneId, callId });
    expect(client.usage).toEqual(usage);
  });
});
