import { type CallProvider, isCallsError } from "@skale-calls/core";
import { createMetaClient, createMetaProvider } from "@skale-calls/meta-client";
import { createTwilioClient, createTwilioProvider } from "@skale-calls/twilio-client";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import fc from "fast-check";
import { editBytes, encode, writeJson } from "../editBytes.ts";
import { editedSamples, edits, textOf } from "../editValue.ts";
import { isRefused, promise, tryLongAct } from "../promise.ts";
import { type FuzzTarget, target } from "../target.ts";

const key = "key-that-no-error-contains";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\na=ice-pwd:secret0000000000000000\r\n";
const phone = "+525512345678";
const call = { phoneId: "461269257068832", callId: "wacid.HBgN" };

/** Bodies of all responses: a reader gets those of other requests too. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  ycloud: [
    { success: true, wacid: "wacid.HBgN" },
    {
      items: [
        {
          id: "461269257068832",
          phoneNumber: phone,
          displayPhoneNumber: "+52 55",
          wabaId: "1",
          status: "CONNECTED",
        },
      ],
      total: 1,
      page: 1,
      limit: 10,
    },
    {
      calling: {
        status: "ENABLED",
        callHours: {
          status: "ENABLED",
          timezoneId: "UTC",
          weeklyOperatingHours: [{ dayOfWeek: "MONDAY", openTime: "0900", closeTime: "1800" }],
          holidaySchedule: [{ date: "2026-12-25", startTime: "0000", endTime: "2359" }],
        },
      },
    },
    { id: "67a0", wamid: "wamid.1", status: "accepted", to: phone },
    {
      error: {
        status: 403,
        code: "FORBIDDEN",
        message: `Key ${key} for ${phone}`,
        requestId: "r-1",
        whatsappApiError: {
          code: "138006",
          message: sdp,
          error_data: { details: "until 2026-11-27T10:00:00Z" },
        },
      },
    },
    {
      items: [
        {
          name: "call_permission",
          language: "es",
          status: "APPROVED",
          components: [{ type: "CALL_PERMISSION_REQUEST" }],
        },
      ],
    },
  ],
  meta: [
    { messaging_product: "whatsapp", calls: [{ id: "wacid.HBgN" }], success: true },
    {
      data: [
        {
          id: "461269257068832",
          display_phone_number: phone,
          status: "CONNECTED",
          quality_rating: "GREEN",
          messaging_limit_tier: "TIER_2K",
        },
      ],
      paging: { cursors: { after: "x" } },
    },
    {
      calling: {
        status: "ENABLED",
        call_hours: {
          status: "ENABLED",
          timezone_id: "UTC",
          weekly_operating_hours: [
            { day_of_week: "MONDAY", open_time: "0900", close_time: "1800" },
          ],
          holiday_schedule: [{ date: "2026-12-25", start_time: "0000", end_time: "2359" }],
        },
        restrictions: { restrictions: [{ type: "X", expiration: 1764000000 }] },
      },
    },
    {
      permission: { status: "temporary", expiration_time: 1764000000 },
      actions: [
        {
          action_name: "start_call",
          can_perform_action: true,
          limits: [
            {
              time_period: "PT24H",
              max_allowed: 5,
              current_usage: 1,
              limit_expiration_time: 1764000000,
            },
          ],
        },
      ],
    },
    {
      url: "https://lookaside.fbsbx.com/x",
      mime_type: "audio/ogg",
      sha256: "0".repeat(64),
      file_size: 10,
      id: "1",
    },
    {
      error: {
        message: `Token ${key}`,
        type: "OAuthException",
        code: 138006,
        error_subcode: 33,
        error_data: { details: sdp },
        fbtrace_id: "A",
      },
    },
    { messages: [{ id: "wamid.1" }], contacts: [{ input: phone, wa_id: "525512345678" }] },
    {
      data: [
        {
          name: "call_permission",
          language: "es",
          status: "APPROVED",
          components: [{ type: "call_permission_request" }],
        },
      ],
    },
  ],
  twilio: [
    { sid: `CA${"0".repeat(32)}`, status: "queued", to: phone },
    {
      code: 21211,
      message: `The number ${phone} with ${key} is bad`,
      more_info: "https://x",
      status: 400,
    },
  ],
};

const statuses = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 422, 429, 500, 503] as const;
const types = ["application/json", "text/html", "application/json; charset=utf-16", ""] as const;
const retryAfters = [
  "",
  "5",
  "-1",
  "99999999999",
  "Thu, 26 Nov 2026 10:00:00 GMT",
  "soon",
] as const;

/** All requests that a provider can make. */
function requestsOf(provider: CallProvider): (() => Promise<unknown> | undefined)[] {
  return [
    () => provider.connect?.({ from: phone, to: phone, sdp, phoneId: call.phoneId }),
    () => provider.clickToCall?.({ from: phone, to: phone }),
    () => provider.preAccept?.({ ...call, sdp }),
    () => provider.accept?.({ ...call, sdp }),
    () => provider.reject(call),
    () => provider.terminate(call),
    () => provider.requestPermission?.({ from: phone, to: phone, externalId: "x" }),
    () => provider.readPermission?.({ from: phone, to: phone }),
    () => provider.resolvePhoneId(phone),
    () => provider.resolvePhone(call.phoneId),
    () => provider.readAccount?.(phone),
    () => provider.downloadMedia("66b1f0c2e4b05c2d8f1a3b01"),
  ];
}

type Fetch = typeof globalThis.fetch;
const retry = { limit: 0 };

const providers: Readonly<Record<string, (fetch: Fetch) => CallProvider>> = {
  ycloud: (fetch) =>
    createYCloudProvider({
      client: createYCloudClient({ apiKey: key, retry, fetch }),
      callPath: "/v2/whatsapp/calls",
    }),
  meta: (fetch) =>
    createMetaProvider({
      client: createMetaClient({ accessToken: key, retry, fetch }),
      wabaIds: ["102290129340398"],
    }),
  twilio: (fetch) =>
    createTwilioProvider({
      client: createTwilioClient({
        accountSid: `AC${"0".repeat(32)}`,
        authToken: key,
        retry,
        fetch,
      }),
      webhookUrl: "https://x.example/webhook",
      agent: "client:ana",
    }),
};

/** What a provider answers, changed: a request gives its result or our error, and no error contains a key or an SDP. */
export const responses = (name: "ycloud" | "meta" | "twilio"): FuzzTarget => {
  let answer: () => Response = () => new Response();
  const provider = providers[name]?.(async () => answer());
  const requests = provider ? requestsOf(provider) : [];
  return target({
    inputs: fc.record({
      request: fc.nat({ max: requests.length - 1 }),
      body: editedSamples(samples[name] ?? []),
      changes: edits,
      status: fc.constantFrom(...statuses),
      type: fc.constantFrom(...types),
      retryAfter: fc.constantFrom(...retryAfters),
    }),
    async checkLater({ request, body, changes, status, type, retryAfter }) {
      const bytes = editBytes(
        encode(typeof body === "string" ? body : writeJson(body), 0),
        changes.slice(3),
      );
      answer = () =>
        new Response(status === 204 ? null : (bytes as BodyInit), {
          status,
          headers: {
            "content-type": type,
            "retry-after": retryAfter,
            "x-business-use-case-usage": textOf(body)
              .slice(0, 500)
              .replace(/[^\x20-\x7e]/g, ""),
          },
        });
      const result = await tryLongAct(async () => requests[request]?.());
      if (!isRefused(result)) return;
      promise(isCallsError(result), "an error is ours");
      const said = `${result.message} ${JSON.stringify(result.details ?? null)} ${JSON.stringify(result)}`;
      promise(!said.includes(key), "an error contains no key");
      promise(!said.includes("secret0000000000000000"), "an error contains no SDP");
      promise(said.length < 50_000, "an error is short");
    },
  });
};
