import {
  type FlatEventName,
  flatEvent,
  type YcloudFixtureName,
  ycloudEvent,
} from "@skale-calls/core/testing";

/** How many calls the histories contain by default. */
const defaultCalls = 500;

/** One delivery of a webhook: the payload, and the id of its call. */
export interface Delivery {
  callId: string;
  body: string;
}

/** Statuses by call id. */
export type Truth = ReadonlyMap<string, string>;

interface Course {
  status: string;
  flat: readonly FlatEventName[];
  ycloud: readonly YcloudEventName[];
}

/** The fixtures, whose `failed` is the end of an incoming call, and the same end of an outgoing one. */
type YcloudEventName = YcloudFixtureName | "failedOutgoing";

const answered = {
  flat: ["initiated", "ringing", "answered"],
  ycloud: ["answer", "ringing", "accepted"],
} as const;
/** Nobody answers, and one webhook is delivered twice. */
const unanswered = {
  flat: ["initiated", "ringing", "ringing"],
  ycloud: ["answer", "ringing", "ringing"],
} as const;

/** Courses of four deliveries. The `statusMap` of the integration guide maps the last delivery to the right final status. */
const courses: readonly Course[] = [
  {
    status: "completada",
    flat: [...answered.flat, "completed"],
    ycloud: [...answered.ycloud, "completedOutgoing"],
  },
  {
    status: "fallida",
    flat: [...answered.flat, "failed"],
    ycloud: [...answered.ycloud, "failedOutgoing"],
  },
  {
    status: "no_contestada",
    flat: [...unanswered.flat, "no-answer"],
    ycloud: [...unanswered.ycloud, "unansweredOutgoing"],
  },
];

const createCalls = (count: number) =>
  Array.from({ length: count }, (_call, index) => ({
    index,
    callId: `call-${String(index).padStart(6, "0")}`,
    course: courses[index % courses.length] as Course,
  }));

/** The right final status of each call. */
export const truthOf = (count = defaultCalls): Truth =>
  new Map(createCalls(count).map(({ callId, course }) => [callId, course.status]));

/** Writes the calls as the flat payloads of the integration guide. */
export function flatDeliveries(): Delivery[] {
  return shuffle(
    createCalls(defaultCalls).flatMap(({ callId, index, course }) =>
      course.flat.map((event) => ({
        callId,
        body: JSON.stringify(
          flatEvent(event, {
            call_id: callId,
            to: contactPhone(index),
            ...(event === "completed" ? { duration: 42 } : {}),
          }),
        ),
      })),
    ),
  );
}

/** Writes the same calls, or more of them, as YCloud's payloads. */
export function ycloudDeliveries(count = defaultCalls): Delivery[] {
  return shuffle(
    createCalls(count).flatMap(({ callId, index, course }) =>
      course.ycloud.map((event) => ({
        callId,
        body: JSON.stringify(
          writeYcloud(event, { wacid: callId, contactPhone: contactPhone(index) }),
        ),
      })),
    ),
  );
}

function writeYcloud(event: YcloudEventName, call: { wacid: string; contactPhone: string }) {
  return event === "failedOutgoing"
    ? ycloudEvent("completedOutgoing", {
        ...call,
        payload: { status: "FAILED", errorCode: "131000" },
      })
    : ycloudEvent(event, call);
}

const contactPhone = (index: number) => `+52555${String(1_000_000 + index)}`;

/** Shuffles by Fisher-Yates with a fixed seed, so the order is the same in every run. */
function shuffle<T>(items: readonly T[]): T[] {
  const shuffled = [...items];
  let seed = 20_261_122;
  for (let last = shuffled.length - 1; last > 0; last--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
