import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { apiKey, createTestClient, from, json, sdp, to, useTestServer } from "./testServer.ts";

const server = useTestServer();

/** An error in every form in which a log may contain it. */
function print(error: unknown): string {
  const printed = [
    String(error),
    JSON.stringify(error),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
    inspect(error, { depth: 10, showHidden: true, getters: true }),
  ];
  if (error instanceof Error) {
    printed.push(error.stack ?? "");
    if (error.cause !== undefined) printed.push(print(error.cause));
  }
  return printed.join("\n");
}

const secrets = [
  apiKey,
  sdp,
  "v=0",
  "ice-ufrag",
  "Uf7q",
  "pwdPwdPwdPwd1234567890",
  from.slice(1),
  to.slice(1),
];

/** A provider that quotes the whole request. */
const echo = (body: unknown, status: number) =>
  json(
    {
      error: {
        status,
        code: "PARAM_INVALID",
        message: `Not good: ${JSON.stringify(body)} with key ${apiKey}`,
        target: sdp,
        requestId: apiKey + sdp,
        whatsappApiError: {
          code: "100",
          message: sdp,
          error_data: { details: `SDP ${sdp} of ${from} to ${to}` },
        },
      },
      body,
    },
    { status },
  );

describe("no error reveals the key, the SDP or a number", () => {
  it.each([400, 401, 429, 500])("HTTP %i that quotes the request", async (status) => {
    server.answer(({ body }) => echo(body, status));
    const error = await createTestClient()
      .calls.connect({ from, to, sdp })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ httpStatus: status, whatsappCode: "100" });
    for (const secret of secrets) expect(print(error)).not.toContain(secret);
  });

  it("a 200 that quotes the request", async () => {
    server.answer(({ body }) => json({ request: body, success: apiKey }));
    const error = await createTestClient()
      .calls.connect({ from, to, sdp })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "provider_response_invalid" });
    for (const secret of secrets) expect(print(error)).not.toContain(secret);
  });

  it.each([
    ["a time-out", { timeoutMs: 5, fetch: () => new Promise<Response>(() => {}) }],
    ["a lost connection", { fetch: () => Promise.reject(new TypeError("fetch failed")) }],
    [
      "a fetch that throws the request",
      {
        fetch: async (input: unknown, init: unknown) => {
          const text = `${apiKey} ${sdp} ${from} ${to}`;
          throw Object.assign(new Error(text, { cause: input }), { input, init, code: text });
        },
      },
    ],
  ])("%s", async (_, options) => {
    const error = await createTestClient(options)
      .calls.connect({ from, to, sdp })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "YCloudError", outcome: "ambiguous" });
    for (const secret of secrets) expect(print(error)).not.toContain(secret);
  });

  it("bad input", async () => {
    const error = await createTestClient()
      .calls.connect({ from: from.slice(1), to: `${to} `, sdp: sdp.padEnd(100_001, "x") })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "sdp_invalid" });
    const other = await createTestClient()
      .calls.connect({ from: from.slice(1), to: `${to} `, sdp })
      .catch((thrown: unknown) => thrown);
    expect(other).toMatchObject({ code: "invalid_parameter" });
    for (const secret of secrets) expect(print(error) + print(other)).not.toContain(secret);
  });

  it("the client itself", () => {
    expect(print(createTestClient())).not.toContain(apiKey);
  });
});
