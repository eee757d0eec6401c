import { loggedCallId, pendingCallId } from "../rules/callIds.ts";
import { permissionLimits } from "../rules/permissionLimits.ts";
import type { PermissionRequest } from "../rules/permissionRequests.ts";
import type { PermissionVerdict } from "../rules/permissions.ts";
import type { PermissionFacts } from "../rules/readCallPermission.ts";
import { type CallPermission, learntSource, unknownTime } from "../vocabulary/callPermission.ts";

/** Facts between one contact and one number, and the permission that they give at a time. */
export interface PermissionCase {
  name: string;
  facts: PermissionFacts;
  now: string;
  expected: Partial<CallPermission>;
}

/** The hour 0 of all cases. */
const start = Date.UTC(2026, 10, 10, 12);
const at = (hour: number) => new Date(start + hour * 3_600_000).toISOString();
const hours = (seconds: number) => seconds / 3600;

const [daily, weekly] = permissionLimits.requests;
const day = hours(daily.seconds);
const week = hours(weekly.seconds);
const life = hours(permissionLimits.requestLife);
const temporary = hours(permissionLimits.temporary);
const refusal = hours(permissionLimits.refusal.seconds);

let made = 0;
const next = () => {
  made += 1;
  return made;
};

const reply = (
  hour: number,
  response: PermissionVerdict["status"],
  more: Partial<PermissionVerdict> = {},
): PermissionVerdict => ({
  occurred_at: at(hour),
  status: response,
  event_id: `evt_${next()}`,
  expires_at: null,
  source: "user_action",
  context_id: null,
  ...more,
});

/** An answer of the provider without a time. */
const timeless = (status: PermissionVerdict["status"], more: Partial<PermissionVerdict> = {}) =>
  reply(0, status, { source: learntSource, occurred_at: unknownTime, ...more });

const request = (hour: number, more: Partial<PermissionRequest> = {}): PermissionRequest => ({
  id: `00000000-0000-4000-8000-${String(next()).padStart(12, "0")}`,
  message_id: `wamid.${next()}`,
  requested_at: at(hour),
  sent_at: null,
  delivered_at: null,
  read_at: null,
  failed_at: null,
  error_code: null,
  contact_phone: "+525587654321",
  contact_user_id: null,
  business_phone: "+525500000001",
  provider_phone_id: null,
  ...more,
});

type PermissionCall = PermissionFacts["calls"][number];
const call = (hour: number, more: Partial<PermissionCall> = {}): PermissionCall => ({
  call_id: `wacid.${next()}`,
  direction: "saliente",
  end_reason: "no_answer",
  answered_at: null,
  started_at: at(hour),
  created_at: at(hour),
  ...more,
});
const talk = (hour: number, direction: "entrante" | "saliente" = "saliente") =>
  call(hour, { direction, end_reason: "completed", answered_at: at(hour) });

const facts = (more: Partial<PermissionFacts>): PermissionFacts => ({
  verdicts: [],
  requests: [],
  calls: [],
  ...more,
});

type Row = [
  name: string,
  given: Partial<PermissionFacts>,
  hour: number,
  expected: Partial<CallPermission>,
];

const open = { left: 1, next_at: null };
const allowed = { may_call: true };
const forbidden = { may_call: false };

/** A request that WhatsApp refused because of a limit. */
const refused = (hour: number, more: Partial<PermissionRequest> = {}) =>
  request(hour, { failed_at: at(hour), error_code: "138009", ...more });

const asked = request(0);
const first = request(0);
const second = request(day + 2);

const rows: Row[] = [
  [
    "nothing is known",
    {},
    0,
    {
      status: "none",
      expires_at: null,
      source: null,
      decided_at: null,
      request: null,
      requests: open,
      unanswered_calls: 0,
      may_call: false,
    },
  ],
  // The limits of requests.
  ...[1, 2].flatMap((days): Row[] => {
    const isDaily = days === 1;
    const requests = isDaily ? [request(0)] : [request(0), request(day + 24)];
    const ends = isDaily ? day : week;
    const name = isDaily ? "one request a day" : "two requests a week";
    return [
      [
        `${name}: two hours before the limit ends`,
        { requests },
        ends - 2,
        { requests: { left: 0, next_at: at(ends) } },
      ],
      [`${name}: at the end of the limit`, { requests }, ends, { requests: open }],
      [`${name}: two hours after the limit ended`, { requests }, ends + 2, { requests: open }],
    ];
  }),
  [
    "both limits are reached: the later one decides",
    { requests: [request(0), request(week - day)] },
    week - 2,
    { requests: { left: 0, next_at: at(week) } },
  ],
  [
    "a connected call two hours after the request resets the limits",
    { requests: [request(0)], calls: [talk(2)] },
    4,
    { requests: open },
  ],
  [
    "an incoming connected call resets the limits too",
    { requests: [request(0)], calls: [talk(2, "entrante")] },
    4,
    { requests: open },
  ],
  [
    "a connected call two hours before the request resets nothing",
    { requests: [request(2)], calls: [talk(0)] },
    4,
    { requests: { left: 0, next_at: at(2 + day) } },
  ],
  [
    "a call that nobody answered resets nothing",
    { requests: [request(0)], calls: [call(2)] },
    4,
    { requests: { left: 0, next_at: at(day) } },
  ],
  [
    "a failed request does not count, and is not awaited",
    { requests: [request(0, { failed_at: at(0), error_code: "131047" })] },
    1,
    { status: "none", requests: open },
  ],
  [
    "a request that was delivered did not fail",
    { requests: [request(0, { failed_at: at(0), delivered_at: at(1), error_code: "131026" })] },
    2,
    { status: "requested", requests: { left: 0, next_at: at(day) } },
  ],
  [
    "a request that only webhooks report counts from its earliest time",
    { requests: [request(0, { requested_at: null, delivered_at: at(3), sent_at: at(2) })] },
    4,
    { status: "requested", requests: { left: 0, next_at: at(2 + day) } },
  ],
  // WhatsApp refused a request because of a limit.
  ...permissionLimits.refusal.codes.flatMap((error_code): Row[] => {
    const requests = [refused(1, { error_code })];
    const name = `WhatsApp's limit with the code ${error_code}`;
    return [
      [
        `${name}, two hours before its end`,
        { requests },
        1 + refusal - 2,
        { status: "none", requests: { left: 0, next_at: at(1 + refusal) } },
      ],
      [`${name}, at its end`, { requests }, 1 + refusal, { requests: open }],
      [`${name}, two hours after its end`, { requests }, 1 + refusal + 2, { requests: open }],
    ];
  }),
  [
    "WhatsApp's limit counts from the refusal, which a webhook reports two hours later",
    { requests: [refused(0, { sent_at: at(1), failed_at: at(2) })] },
    3,
    { requests: { left: 0, next_at: at(2 + refusal) } },
  ],
  [
    "WhatsApp's limit was reached twice: the later refusal decides",
    { requests: [refused(4), refused(0)] },
    5,
    { requests: { left: 0, next_at: at(4 + refusal) } },
  ],
  [
    "WhatsApp's limit, and a request of ours two hours later: the later end decides",
    { requests: [request(2), refused(0)] },
    3,
    { requests: { left: 0, next_at: at(2 + day) } },
  ],
  [
    "WhatsApp's limit, and a request of ours two hours before: the later end decides",
    { requests: [request(0), refused(2)] },
    3,
    { requests: { left: 0, next_at: at(2 + refusal) } },
  ],
  [
    "WhatsApp's limit ended two hours ago, but our own weekly limit did not",
    { requests: [request(0), request(day + 2), refused(day + 4)] },
    day + 4 + refusal + 2,
    { requests: { left: 0, next_at: at(week) } },
  ],
  [
    "a connected call two hours after WhatsApp's limit lifts it",
    { requests: [refused(0)], calls: [talk(2)] },
    3,
    { requests: open },
  ],
  [
    "a connected call two hours before WhatsApp's limit does not lift it",
    { requests: [refused(2)], calls: [talk(0)] },
    3,
    { requests: { left: 0, next_at: at(2 + refusal) } },
  ],
  [
    "a request that failed for another reason shows no limit",
    { requests: [refused(0, { error_code: "131026" })] },
    1,
    { requests: open },
  ],
  [
    "a request that was delivered shows no limit of WhatsApp",
    { requests: [refused(0, { delivered_at: at(0) })] },
    1,
    { status: "requested", requests: { left: 0, next_at: at(day) } },
  ],
  // The life of a request, and its answers.
  ...(
    [
      ["a request", {}, 0],
      ["a request that was sent a day later", { sent_at: at(day) }, day],
      [
        "a request that was delivered two days later",
        { sent_at: at(day), delivered_at: at(2 * day) },
        2 * day,
      ],
      ["a request that was read two days later", { read_at: at(2 * day) }, 2 * day],
      [
        "a request that was read a day after its delivery",
        { delivered_at: at(day), read_at: at(2 * day) },
        day,
      ],
    ] as const
  ).flatMap(([name, times, from]): Row[] => {
    const requests = [request(0, times)];
    return [
      [
        `${name}, two hours before its end`,
        { requests },
        from + life - 2,
        { status: "requested", ...forbidden },
      ],
      [`${name}, at its end`, { requests }, from + life, { status: "none" }],
      [`${name}, two hours after its end`, { requests }, from + life + 2, { status: "none" }],
    ];
  }),
  [
    "a late delivery moves the life of a request, and not its limit",
    { requests: [request(0, { delivered_at: at(2 * day) })] },
    2 * day + 2,
    { status: "requested", requests: open },
  ],
  [
    "a refused request",
    { requests: [asked], verdicts: [reply(1, "no_permission", { context_id: asked.message_id })] },
    2,
    { status: "rejected", source: "user_action", decided_at: at(1) },
  ],
  [
    "a reply names its request, even if its clock is two hours behind",
    { requests: [asked], verdicts: [reply(-2, "no_permission", { context_id: asked.message_id })] },
    2,
    { status: "rejected" },
  ],
  [
    "a reply to the first request leaves the second one open",
    {
      requests: [first, second],
      verdicts: [reply(day + 4, "no_permission", { context_id: first.message_id })],
    },
    day + 6,
    { status: "requested", source: "user_action" },
  ],
  [
    "a reply to the second request settles the first one too",
    {
      requests: [first, second],
      verdicts: [reply(day + 4, "no_permission", { context_id: second.message_id })],
    },
    day + 6,
    { status: "rejected" },
  ],
  [
    "a reply without a context, two hours after the request",
    { requests: [request(0)], verdicts: [reply(2, "no_permission")] },
    3,
    { status: "revoked" },
  ],
  [
    "a reply without a context, two hours before the request",
    { requests: [request(2)], verdicts: [reply(0, "no_permission")] },
    3,
    { status: "requested" },
  ],
  [
    "WhatsApp's own revocation does not answer a request",
    { requests: [request(0)], verdicts: [reply(2, "no_permission", { source: "automatic" })] },
    3,
    { status: "requested", source: "automatic" },
  ],
  [
    "a granted permission stays while another request is open",
    { requests: [request(2)], verdicts: [reply(0, "temporary", { expires_at: at(20) })] },
    3,
    { status: "temporary", expires_at: at(20), ...allowed },
  ],
  // The life of a permission.
  ...[at(30), null].flatMap((expiresAt): Row[] => {
    const ends = expiresAt === null ? temporary : 30;
    const verdicts = [reply(0, "temporary", { expires_at: expiresAt })];
    const name =
      expiresAt === null ? "a temporary permission without an end" : "a temporary permission";
    return [
      [
        `${name}, two hours before it ends`,
        { verdicts },
        ends - 2,
        { status: "temporary", expires_at: at(ends), ...allowed },
      ],
      [
        `${name}, when it ends`,
        { verdicts },
        ends,
        { status: "none", expires_at: null, ...forbidden },
      ],
      [
        `${name}, two hours after it ended`,
        { verdicts },
        ends + 2,
        { status: "none", expires_at: null, ...forbidden },
      ],
    ];
  }),
  [
    "a permanent permission does not end",
    { verdicts: [reply(0, "permanent")] },
    10_000,
    { status: "permanent", expires_at: null, ...allowed },
  ],
  [
    "a permission from a call",
    {
      verdicts: [
        reply(0, "temporary", { source: "automatic", context_id: "wacid.1", expires_at: at(20) }),
      ],
    },
    1,
    { status: "temporary", source: "automatic", ...allowed },
  ],
  [
    "a permanent permission, two hours after a temporary one",
    { verdicts: [reply(2, "permanent"), reply(0, "temporary")] },
    3,
    { status: "permanent" },
  ],
  [
    "a refusal, two hours before a consent",
    { verdicts: [reply(2, "temporary"), reply(0, "no_permission")] },
    3,
    { status: "temporary" },
  ],
  [
    "a refusal at the time of a consent wins",
    { verdicts: [reply(0, "permanent"), reply(0, "no_permission", { context_id: "wamid.x" })] },
    1,
    { status: "rejected", ...forbidden },
  ],
  [
    "WhatsApp revoked the permission",
    { verdicts: [reply(0, "permanent"), reply(2, "no_permission", { source: "automatic" })] },
    3,
    { status: "revoked", source: "automatic" },
  ],
  [
    "the provider knows of no permission",
    { verdicts: [reply(0, "permanent"), reply(0, "no_permission", { source: "provider" })] },
    1,
    { status: "none", source: "provider", ...forbidden },
  ],
  [
    "the provider knows of no permission, two hours after the contact refused",
    {
      verdicts: [
        reply(0, "no_permission", { context_id: "wamid.x" }),
        reply(2, "no_permission", { source: "provider" }),
      ],
    },
    3,
    // The newest answer has this time, so a later lesson gets a later one.
    { status: "rejected", source: "user_action", decided_at: at(2), ...forbidden },
  ],
  [
    "the provider knows of no permission, two hours after a consent that followed a refusal",
    {
      verdicts: [
        reply(0, "no_permission", { context_id: "wamid.x" }),
        reply(2, "permanent"),
        reply(4, "no_permission", { source: "provider" }),
      ],
    },
    5,
    { status: "none", source: "provider", ...forbidden },
  ],
  [
    "the provider knows of no permission, and nobody has told more",
    { verdicts: [reply(0, "no_permission", { source: "provider" })] },
    1,
    { status: "none", source: "provider", decided_at: at(0), ...forbidden },
  ],
  [
    "the provider knows of a permanent permission",
    { verdicts: [reply(0, "no_permission"), reply(1, "permanent", { source: "provider" })] },
    2,
    { status: "permanent", source: "provider", ...allowed },
  ],
  ...[2, -2].map(
    (left): Row => [
      `an answer of the provider without a time, two hours ${left > 0 ? "before" : "after"} its end`,
      { requests: [request(0)], verdicts: [timeless("temporary", { expires_at: at(20) })] },
      20 - left,
      left > 0
        ? { status: "temporary", expires_at: at(20), source: "provider", ...allowed }
        : { status: "requested", expires_at: null, ...forbidden },
    ],
  ),
  [
    "every reply replaces an answer of the provider without a time",
    { verdicts: [timeless("permanent"), reply(-1000, "no_permission")] },
    1,
    { status: "revoked", source: "user_action", decided_at: at(-1000), ...forbidden },
  ],
  [
    "an answer of the provider without a time leaves the counts of calls and requests",
    { verdicts: [timeless("permanent")], requests: [request(0)], calls: [call(0)] },
    1,
    { requests: { left: 0, next_at: at(day) }, unanswered_calls: 1, ...allowed },
  ],
  // Calls without a pickup.
  ...[1, 2, 3, 4, 5].map(
    (count): Row => [
      `${count} calls without a pickup`,
      { calls: Array.from({ length: count }, (_, index) => call(index)) },
      10,
      { unanswered_calls: count },
    ],
  ),
  [
    "calls two hours before and after a connected call",
    { calls: [call(0), talk(2), call(4)] },
    5,
    { unanswered_calls: 1 },
  ],
  [
    "calls two hours before and after WhatsApp's revocation",
    {
      calls: [call(0), call(4)],
      verdicts: [reply(2, "no_permission", { source: "automatic" })],
    },
    5,
    { unanswered_calls: 1 },
  ],
  [
    "only calls that rang the contact count",
    {
      calls: [
        call(0, { direction: "entrante", end_reason: "missed" }),
        call(1, { end_reason: "failed" }),
        call(2, { call_id: pendingCallId("1"), end_reason: "expired" }),
        call(3, { call_id: loggedCallId("1") }),
        call(4, { end_reason: "declined" }),
        call(5, { end_reason: null }),
      ],
    },
    6,
    { unanswered_calls: 1 },
  ],
  // The newest request.
  ...(
    [
      ["requested", {}],
      ["sent", { sent_at: at(1) }],
      ["delivered", { sent_at: at(2), delivered_at: at(1) }],
      ["read", { read_at: at(2), delivered_at: at(3) }],
      ["failed", { sent_at: at(1), failed_at: at(2), error_code: "131026" }],
    ] as const
  ).map(([status, times]): Row => {
    const newest = request(0, times);
    return [
      `a request that is ${status}`,
      { requests: [newest, request(-300)] },
      3,
      {
        request: {
          id: newest.id,
          message_id: newest.message_id,
          requested_at: at(0),
          status,
          error_code: newest.error_code,
        },
      },
    ];
  }),
];

/** Every rule and every limit of permissions, as cases for the function and for its SQL. */
export const permissionCases: readonly PermissionCase[] = rows.map(
  ([name, given, hour, expected]) => ({ name, facts: facts(given), now: at(hour), expected }),
);
